package aether.mcp;

import aether.bus.BusException;
import aether.bus.ControlState;
import aether.bus.Presence;
import aether.desk.AddressBook;
import aether.desk.Addressee;
import aether.event.Action;
import aether.event.Event;
import aether.message.Content;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.Hops;
import aether.message.IdSource;
import aether.message.Intent;
import aether.message.Iso8601;
import aether.message.MessageId;
import aether.message.ProjectId;
import aether.message.Recipient;
import aether.wire.Json;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code aether_ask}: one question to one Body. A thread that is continued keeps its hops and its
 * Horizon, so that asking on never makes it longer than it was meant to be.
 */
final class Ask {
  private final Strands strands;
  private final Poll poll;
  private final InstantSource clock;
  private final IdSource ids;

  Ask(Strands strands, Poll poll, InstantSource clock, IdSource ids) {
    this.strands = strands;
    this.poll = poll;
    this.clock = clock;
    this.ids = ids;
  }

  ObjectNode answer(Session session, Call call) {
    int patience = call.seconds("wait_seconds", Poll.LONGEST_WAIT);
    String to = call.text("to");
    Content question = new Content(Intent.ASK, call.text("question"));
    Addressee addressee =
        new AddressBook(session.sky().directory(), session.sky().liveness()).find(to);
    return switch (addressee) {
      case Addressee.Everybody _ ->
          Refusals.error("an ask is for one project; to reach all, use aether_discuss or a wave");
      case Addressee.Unknown _ -> Refusals.unknown(to, session);
      case Addressee.Known(ProjectId id, var _) when session.isOurs(id) ->
          Refusals.error("'" + id + "' is this session itself; ask another project");
      case Addressee.Known(ProjectId id, Presence presence) -> {
        Optional<ConversationId> earlier = call.find("thread").map(ConversationId::new);
        Optional<ObjectNode> refusal = earlier.flatMap(thread -> refusal(session, thread));
        yield refusal.orElseGet(
            () -> send(session, seal(session, id, question, earlier), presence, patience, call));
      }
    };
  }

  /** Why {@code thread} cannot be continued. */
  private Optional<ObjectNode> refusal(Session session, ConversationId thread) {
    return strands.with(
        thread,
        session.sky().events(),
        strand -> {
          if (!thread.isSafe() || strand.messages().isEmpty()) {
            return Optional.of(
                Refusals.error(
                    "no thread '" + thread + "' is on the bus; leave thread out to begin one"));
          }
          Hops next = next(strand);
          if (next.count() >= next.max()) {
            return Optional.of(
                Refusals.error(
                    "the thread is at its horizon of "
                        + next.max()
                        + " hops; leave thread out to begin a new one"));
          }
          ControlState state = session.sky().control().conversations(List.of(thread)).get(thread);
          return state == ControlState.KILLED
              ? Optional.of(
                  Refusals.error("the thread was terminated; leave thread out to begin a new one"))
              : Optional.empty();
        });
  }

  private Envelope seal(
      Session session, ProjectId to, Content question, Optional<ConversationId> earlier) {
    Recipient recipient = new Recipient.Project(to);
    Instant now = clock.instant();
    MessageId id = MessageId.of(ids.next());
    if (earlier.isEmpty()) {
      ConversationId thread = ConversationId.of(ids.next());
      strands.begins(thread, session.sky().events().end());
      return Envelope.origin(id, thread, session.me(), recipient, Hops.DEFAULT_MAX, now, question);
    }
    return strands.with(
        earlier.get(),
        session.sky().events(),
        strand ->
            new Envelope(
                id,
                strand.thread(),
                session.me(),
                recipient,
                Optional.of(strand.messages().getLast().id()),
                next(strand),
                Iso8601.format(now),
                question));
  }

  /** One hop after the farthest message, under the lowest ceiling of all. */
  private static Hops next(Strand strand) {
    List<Hops> hops = strand.messages().stream().map(Envelope::hops).toList();
    int farthest = hops.stream().mapToInt(Hops::count).max().orElseThrow();
    int lowest = hops.stream().map(Hops::max).min(Comparator.naturalOrder()).orElseThrow();
    return new Hops(Math.addExact(farthest, 1), lowest);
  }

  private ObjectNode send(
      Session session, Envelope question, Presence presence, int patience, Call call) {
    ConversationId thread = question.conversation();
    ProjectId to = ((Recipient.Project) question.to()).id();
    Event audit =
        new Event.Operated(session.me().value(), new Action.Ask(thread, to), clock.instant());
    try {
      session.sky().outbox().send(question, List.of(audit));
    } catch (BusException e) {
      throw new IllegalStateException(
          e.getMessage()
              + "; whether the question was sent is not known: aether_transcript('"
              + thread
              + "') will tell",
          e);
    }
    ObjectNode node = Json.object().put("thread", thread.value()).put("to", to.value());
    Optional<Poll.Found> found =
        patience == 0
            ? Optional.empty()
            : Optional.of(
                poll.await(session, thread, patience, call, new Milestones(call.client())));
    boolean replied = found.filter(f -> !f.letters().isEmpty()).isPresent();
    if (found.isPresent() && (replied || !found.get().status().mayChange())) {
      Poll.put(node, found.get());
      return node.put("peer_online", presence.isOnline());
    }
    node.put("status", "sent").put("peer_online", presence.isOnline());
    return node.put("next", next(thread, to, presence));
  }

  private static String next(ConversationId thread, ProjectId to, Presence presence) {
    String poll = "call aether_poll('" + thread + "') for the answer";
    return switch (presence) {
      case Presence.Idle _, Presence.Thinking _ -> poll + ", in 30 to 90 s or with wait_seconds";
      case Presence.Offline _ ->
          poll + " later: '" + to + "' is offline; `aether observatory " + to + "` starts it";
      case Presence.Suspended(var _, String reason, _) ->
          poll + " later: '" + to + "' takes no messages now (" + reason + ")";
      case Presence.Killed _ ->
          "'" + to + "' is killed: the question is stopped unless an operator revives it";
    };
  }
}
