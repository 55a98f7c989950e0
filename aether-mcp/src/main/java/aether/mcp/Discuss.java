package aether.mcp;

import aether.bus.BusException;
import aether.event.Action;
import aether.event.Event;
import aether.message.Content;
import aether.message.Context;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.Hops;
import aether.message.IdSource;
import aether.message.Intent;
import aether.message.MessageId;
import aether.message.ProjectId;
import aether.message.Recipient;
import aether.wire.Json;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code aether_discuss}: lets one Body open a conversation with another. The message is the Body's
 * on the wire; its context and the audit name the session that began it (D25).
 */
final class Discuss {
  /** The field of a context that names the session. */
  static final String INITIATED_BY = "initiated_by";

  private final Strands strands;
  private final InstantSource clock;
  private final IdSource ids;

  Discuss(Strands strands, InstantSource clock, IdSource ids) {
    this.strands = strands;
    this.clock = clock;
    this.ids = ids;
  }

  ObjectNode answer(Session session, Call call) {
    String from = call.text("from_project");
    String to = call.text("to_project");
    Optional<ProjectId> opener = body(session, from);
    if (opener.isEmpty()) {
      return Refusals.unknown(from, session);
    }
    Optional<Recipient> recipient =
        to.equals(ProjectId.BROADCAST)
            ? Optional.of(new Recipient.Everyone(call.flag("solicit")))
            : body(session, to).map(Recipient.Project::new);
    if (recipient.isEmpty()) {
      return Refusals.unknown(to, session);
    }
    if (recipient.get().address().equals(opener.get().value())) {
      return Refusals.error("'" + to + "' cannot discuss with itself; name two projects");
    }
    return send(session, envelope(session, opener.get(), recipient.get(), call.text("topic")));
  }

  private ObjectNode send(Session session, Envelope opening) {
    ConversationId thread = opening.conversation();
    strands.begins(thread, session.sky().events().end());
    Action action = new Action.Inject(thread, opening.to(), opening.id());
    Event audit = new Event.Operated(session.me().value(), action, clock.instant());
    try {
      session.sky().outbox().send(opening, List.of(audit));
    } catch (BusException.Denied e) {
      throw e;
    } catch (BusException e) {
      throw new IllegalStateException(
          e.getMessage() + "; aether_transcript('" + thread + "') will tell whether it was sent",
          e);
    }
    return Json.object()
        .put("thread", thread.value())
        .put("from", opening.from().value())
        .put("to", opening.to().address())
        .put("note", note(session, opening))
        .put("next", "aether_transcript('" + thread + "') shows how it goes");
  }

  private Envelope envelope(Session session, ProjectId from, Recipient to, String topic) {
    Instant now = clock.instant();
    Context context =
        new Context(Json.write(Json.object().put(INITIATED_BY, session.me().value())));
    return Envelope.origin(
        MessageId.of(ids.next()),
        ConversationId.of(ids.next()),
        from,
        to,
        Hops.DEFAULT_MAX,
        now,
        new Content(Intent.ASK, topic, context));
  }

  private static String note(Session session, Envelope opening) {
    Set<ProjectId> needed =
        opening.to() instanceof Recipient.Project(ProjectId id)
            ? Set.of(opening.from(), id)
            : Set.of(opening.from());
    List<String> away =
        session.sky().liveness().presence(needed).entrySet().stream()
            .filter(entry -> !entry.getValue().isOnline())
            .map(entry -> entry.getKey().value())
            .sorted()
            .toList();
    String talk = "they talk without this session, until one has nothing to add or the horizon";
    return away.isEmpty() ? talk : talk + "; offline now, so it waits: " + String.join(", ", away);
  }

  private static Optional<ProjectId> body(Session session, String typed) {
    return Refusals.bodies(session)
        .filter(id -> id.value().equals(typed) || id.equals(ProjectId.typed(typed)))
        .findFirst();
  }
}
