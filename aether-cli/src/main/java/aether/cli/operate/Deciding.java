package aether.cli.operate;

import aether.bus.Approvals;
import aether.bus.PendingReply;
import aether.bus.write.ApprovalDesk.Decision;
import aether.message.Envelope;
import aether.message.EnvelopeCodec;
import aether.message.Iso8601;
import aether.terminal.Refusal;
import aether.terminal.Surroundings;
import aether.view.TerminalText;
import aether.wire.Json;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** Verbs about replies that wait for approval. Without an id they show what waits. */
abstract class Deciding extends Verb {
  private static final int MOST = 200;
  private static final int NAMED = 5;
  private static final int SHOWN = 100;

  @Parameters(
      paramLabel = "ID",
      arity = "0..1",
      description = "The reply's place in the queue. Without it: what waits.")
  private String id = "";

  private Deciding(Surroundings around) {
    super(around);
  }

  abstract Decision decide(Scene scene, String place);

  /** What has become of it, in one word. */
  abstract String done();

  @Override
  final Told act(Scene scene) {
    if (id.isEmpty()) {
      return waiting(scene);
    }
    return switch (decide(scene, id)) {
      case Decision.Done(Envelope reply) ->
          new Told(
              done() + " the reply of '" + reply.from() + "' to '" + reply.to().address() + "'",
              Json.object()
                  .put("id", id)
                  .put("decision", done())
                  .put("message", reply.id().value())
                  .put("conversation", reply.conversation().value()));
      case Decision.Absent _ -> throw absent(scene);
      case Decision.Overruled(_, boolean projectKilled) ->
          throw Refusal.failed(
              projectKilled
                  ? "its author is killed; `aether revive` it first, or deny the reply"
                  : "its conversation is killed and stays so; deny the reply");
    };
  }

  private static List<PendingReply> list(Scene scene) {
    return scene.bus().approvals().list(Approvals.START, MOST);
  }

  private Refusal absent(Scene scene) {
    String known =
        list(scene).stream().limit(NAMED).map(PendingReply::id).collect(Collectors.joining(", "));
    return Refusal.failed(
        "no reply waits under '"
            + TerminalText.line(id, SHOWN)
            + "'; "
            + (known.isEmpty() ? "none waits at all" : "there is " + known));
  }

  private static Told waiting(Scene scene) {
    List<PendingReply> waiting = list(scene);
    ObjectNode json = Json.object();
    waiting.forEach(each -> json.withArray("waiting").add(tree(each)));
    if (waiting.isEmpty()) {
      json.putArray("waiting");
      return new Told("no reply waits for approval", json);
    }
    return new Told(waiting.stream().map(Deciding::text).collect(Collectors.joining("\n\n")), json);
  }

  private static ObjectNode tree(PendingReply waiting) {
    ObjectNode node = Json.object();
    node.put("id", waiting.id()).put("since", Iso8601.format(waiting.since()));
    node.set("envelope", EnvelopeCodec.tree(waiting.reply()));
    return node;
  }

  private static String text(PendingReply waiting) {
    Envelope reply = waiting.reply();
    return waiting.id()
        + "  "
        + TerminalText.line(reply.from() + " → " + reply.to().address(), SHOWN)
        + "\n"
        + TerminalText.neutralise(reply.content().text()).indent(2).stripTrailing();
  }

  /** {@code aether approve}. */
  @Command(
      name = "approve",
      description = {
        "Send a reply that waits for approval.",
        "",
        "A Body or a conversation can be set to ask first, in the panel or in the constellation;"
            + " then its replies wait until somebody decides."
      },
      footerHeading = "%nExamples:%n",
      footer = {
        "  aether approve                    what waits, with its full text",
        "  aether approve 1767607200000-0"
      })
  static final class Approve extends Deciding {
    Approve(Surroundings around) {
      super(around);
    }

    @Override
    Decision decide(Scene scene, String place) {
      return scene.desk().approvals().approve(place, scene.desk().actor());
    }

    @Override
    String done() {
      return "approved";
    }
  }

  /** {@code aether deny}. */
  @Command(
      name = "deny",
      description = "Throw a reply away that waits for approval; the conversation goes on.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  aether deny                       what waits, with its full text",
        "  aether deny 1767607200000-0"
      })
  static final class Deny extends Deciding {
    Deny(Surroundings around) {
      super(around);
    }

    @Override
    Decision decide(Scene scene, String place) {
      return scene.desk().approvals().deny(place, scene.desk().actor());
    }

    @Override
    String done() {
      return "denied";
    }
  }
}
