package aether.cli.operate;

import aether.bus.ControlState;
import aether.message.ConversationId;
import aether.message.ProjectId;
import aether.terminal.Refusal;
import aether.terminal.Surroundings;
import aether.wire.Json;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Verbs that are about a Body or a conversation, whichever is meant. */
abstract class Halting extends Verb {
  @Parameters(
      paramLabel = "TARGET",
      description = "A Body, or a conversation; of that the first characters suffice.")
  private String target = "";

  @Option(names = "--conversation", description = "TARGET is a conversation, not a Body.")
  private boolean conversation;

  private Halting(Surroundings around) {
    super(around);
  }

  abstract Told about(Scene scene, ProjectId body);

  abstract Told about(Scene scene, ConversationId thread);

  @Override
  final Told act(Scene scene) {
    Optional<ProjectId> body = conversation ? Optional.empty() : scene.knownBody(target);
    return body.isPresent()
        ? about(scene, body.get())
        : about(scene, scene.conversationOrRefuse(target));
  }

  private static Told told(String sentence, ProjectId body, String state, boolean changed) {
    return new Told(
        sentence,
        Json.object().put("body", body.value()).put("state", state).put("changed", changed));
  }

  private static Told told(String sentence, ConversationId thread, String state, boolean changed) {
    return new Told(
        sentence,
        Json.object()
            .put("conversation", thread.value())
            .put("state", state)
            .put("changed", changed));
  }

  private static Refusal killed(ConversationId thread) {
    return Refusal.failed("conversation '" + thread + "' is killed and stays so");
  }

  /** {@code aether pause}. */
  @Command(
      name = "pause",
      description = {
        "Let a conversation or a whole Body stand still.",
        "",
        "What comes in waits, in order, until `aether resume`. A turn that runs goes on to its end;"
            + " its reply waits as well."
      },
      footerHeading = "%nExamples:%n",
      footer = {"  aether pause b3e1c4cd", "  aether pause backend"})
  static final class Pause extends Halting {
    Pause(Surroundings around) {
      super(around);
    }

    @Override
    Told about(Scene scene, ProjectId body) {
      boolean changed = scene.desk().controls().pause(body, scene.desk().actor());
      String sentence = changed ? "paused '" + body + "'" : "'" + body + "' was paused already";
      return told(sentence, body, "paused", changed);
    }

    @Override
    Told about(Scene scene, ConversationId thread) {
      boolean before = scene.state(thread) == ControlState.PAUSED;
      if (scene.desk().controls().pause(thread, scene.desk().actor()) == ControlState.KILLED) {
        throw killed(thread);
      }
      String what = "conversation '" + thread + "'";
      String sentence = before ? what + " was paused already" : "paused " + what;
      return told(sentence, thread, "paused", !before);
    }
  }

  /** {@code aether resume}. */
  @Command(
      name = "resume",
      description = {
        "Let what was paused go on, in order.",
        "",
        "A conversation that was killed stays killed."
      },
      footerHeading = "%nExamples:%n",
      footer = {"  aether resume b3e1c4cd", "  aether resume backend"})
  static final class Resume extends Halting {
    Resume(Surroundings around) {
      super(around);
    }

    @Override
    Told about(Scene scene, ProjectId body) {
      boolean changed = scene.desk().controls().resume(body, scene.desk().actor());
      String sentence = changed ? "resumed '" + body + "'" : "'" + body + "' was not paused";
      return told(sentence, body, "active", changed);
    }

    @Override
    Told about(Scene scene, ConversationId thread) {
      boolean before = scene.state(thread) == ControlState.PAUSED;
      if (scene.desk().controls().resume(thread, scene.desk().actor()) == ControlState.KILLED) {
        throw killed(thread);
      }
      String what = "conversation '" + thread + "'";
      String sentence = before ? "resumed " + what : what + " was not paused";
      return told(sentence, thread, "active", before);
    }
  }
}
