package aether.cli.operate;

import aether.bus.ControlState;
import aether.bus.write.ControlSwitch.Removal;
import aether.config.Nearest;
import aether.message.ConversationId;
import aether.message.ProjectId;
import aether.terminal.Refusal;
import aether.terminal.Surroundings;
import aether.wire.Json;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Verbs that end something, and the one that takes it back. */
final class Ending {
  private Ending() {}

  /** {@code aether terminate}. */
  @Command(
      name = "terminate",
      description = {
        "End a conversation for good.",
        "",
        "A turn of it that runs is ended within two seconds, and none of its replies leaves any"
            + " more. It cannot be taken back."
      },
      footerHeading = "%nExamples:%n",
      footer = {"  aether terminate b3e1c4cd"})
  static final class Terminate extends Verb {
    @Parameters(paramLabel = "CONVERSATION", description = "Its id; the first characters suffice.")
    private String typed = "";

    Terminate(Surroundings around) {
      super(around);
    }

    @Override
    Told act(Scene scene) {
      ConversationId thread = scene.conversation(typed);
      boolean before = scene.state(thread) == ControlState.KILLED;
      scene.desk().controls().terminate(thread, scene.desk().actor());
      String what = "conversation '" + thread + "'";
      return new Told(
          before ? what + " was terminated already" : "terminated " + what,
          Json.object()
              .put("conversation", thread.value())
              .put("state", "killed")
              .put("changed", !before));
    }
  }

  /** {@code aether kill}. */
  @Command(
      name = "kill",
      description = {
        "End a Body: its turns are ended within two seconds, and what comes in is extinguished.",
        "",
        "`aether revive` lets it live again; what was extinguished does not come back."
      },
      footerHeading = "%nExamples:%n",
      footer = {"  aether kill backend"})
  static final class Kill extends Verb {
    @Parameters(paramLabel = "BODY", description = "See `aether who`.")
    private String typed = "";

    Kill(Surroundings around) {
      super(around);
    }

    @Override
    Told act(Scene scene) {
      ProjectId body = scene.body(typed);
      boolean before = scene.bus().control().isKilled(body);
      scene.desk().controls().kill(body, scene.desk().actor());
      return told(
          before ? "'" + body + "' was killed already" : "killed '" + body + "'",
          body,
          "killed",
          !before);
    }
  }

  /** {@code aether revive}. */
  @Command(
      name = "revive",
      description = "Let a killed Body live again.",
      footerHeading = "%nExamples:%n",
      footer = {"  aether revive backend"})
  static final class Revive extends Verb {
    @Parameters(paramLabel = "BODY", description = "See `aether who`.")
    private String typed = "";

    Revive(Surroundings around) {
      super(around);
    }

    @Override
    Told act(Scene scene) {
      ProjectId body = scene.body(typed);
      boolean changed = scene.desk().controls().revive(body, scene.desk().actor());
      return told(
          changed ? "revived '" + body + "'" : "'" + body + "' was not killed",
          body,
          "active",
          changed);
    }
  }

  /** {@code aether unregister}. */
  @Command(
      name = "unregister",
      description = {
        "Take a Body out of the registry, so that nobody writes to it any more.",
        "",
        "Its queues are left alone. One that is online is refused unless you insist; its"
            + " Observatory registers again when it is started anew."
      },
      footerHeading = "%nExamples:%n",
      footer = {"  aether unregister backend", "  aether unregister backend --force"})
  static final class Unregister extends Verb {
    @Parameters(paramLabel = "BODY", description = "See `aether who`.")
    private String typed = "";

    @Option(names = "--force", description = "Also when it is online.")
    private boolean force;

    Unregister(Surroundings around) {
      super(around);
    }

    @Override
    Told act(Scene scene) {
      ProjectId body = scene.knownBody(typed).orElseGet(() -> ProjectId.typed(typed));
      return switch (scene.desk().controls().unregister(body, force, scene.desk().actor())) {
        case Removal.REMOVED -> told("unregistered '" + body + "'", body, "removed", true);
        case Removal.ABSENT -> told(absent(scene, body), body, "absent", false);
        case Removal.ONLINE ->
            throw Refusal.failed(
                "'" + body + "' is online; end its Observatory first, or add --force");
      };
    }

    private static String absent(Scene scene, ProjectId body) {
      List<String> known =
          scene.bus().directory().bodies().keySet().stream().map(ProjectId::value).toList();
      return "'" + body + "' is not registered" + Nearest.hint(body.value(), known);
    }
  }

  private static Told told(String sentence, ProjectId body, String state, boolean changed) {
    return new Told(
        sentence,
        Json.object().put("body", body.value()).put("state", state).put("changed", changed));
  }
}
