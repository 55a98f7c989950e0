package aether.event;

import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.ProjectId;
import java.time.Instant;
import java.util.Optional;

/**
 * One record of the global mirror {@code aether:events} (CONTRACT §4). Everything that happened can
 * be rebuilt from these alone.
 */
public sealed interface Event {
  /** The time of a record that gives none. */
  Instant UNDATED = Instant.EPOCH;

  /** When it happened, by the writer's clock. */
  Instant at();

  /** The conversation it belongs to, where it has one. */
  Optional<ConversationId> conversation();

  /** A message was put on the bus: exactly one per message. */
  record MessageSent(Envelope envelope, Instant at) implements Event {
    @Override
    public Optional<ConversationId> conversation() {
      return Optional.of(envelope.conversation());
    }
  }

  /** {@code project} has begun a turn for a message. */
  record ProcessingStarted(Envelope envelope, ProjectId project, Instant at) implements Event {
    @Override
    public Optional<ConversationId> conversation() {
      return Optional.of(envelope.conversation());
    }
  }

  /**
   * {@code project} has done with a message.
   *
   * @param summary the model's own words about the turn; may be empty
   * @param reason why the turn ended otherwise than usual, e.g. {@code wave_announcement}
   * @param usage what the turn cost, when one ran and reported it
   */
  record ProcessingDone(
      Envelope envelope,
      ProjectId project,
      String summary,
      Optional<String> reason,
      Optional<TurnUsage> usage,
      Instant at)
      implements Event {
    @Override
    public Optional<ConversationId> conversation() {
      return Optional.of(envelope.conversation());
    }
  }

  /**
   * A message was stopped or deferred.
   *
   * @param envelope the message; empty when it could not be decoded or a whole conversation ended
   * @param conversation its conversation, that of {@code envelope} where there is one; empty when
   *     it could not be decoded
   */
  record Extinguished(
      Optional<Envelope> envelope,
      Optional<ConversationId> conversation,
      Extinction why,
      Instant at)
      implements Event {
    public Extinguished {
      if (envelope.isPresent()) {
        conversation = Optional.of(envelope.get().conversation());
      }
    }

    /** The route of the message, to whom its stopped reply was for where a reply was stopped. */
    public Route route() {
      Route route = envelope.map(Route::of).orElse(Route.NONE);
      return why.recipient().map(route::withTo).orElse(route);
    }

    /** The extinction of {@code envelope}. */
    public static Extinguished of(Envelope envelope, Extinction why, Instant at) {
      return new Extinguished(Optional.of(envelope), Optional.of(envelope.conversation()), why, at);
    }
  }

  /** A milestone of a running turn of {@code project}, for the telescope. */
  record Progress(
      Optional<ConversationId> conversation, ProjectId project, Milestone milestone, Instant at)
      implements Event {}

  /**
   * A human, or a session on a human's behalf, did something (CONTRACT §9).
   *
   * @param actor who: {@code operator}, a user's name, a transient identity
   */
  record Operated(String actor, Action action, Instant at) implements Event {
    @Override
    public Optional<ConversationId> conversation() {
      return action.conversation();
    }
  }

  /**
   * {@code project} has found that the bus no longer holds what it held: emptied, started without
   * what it had written, or gone on from an older copy. What was lost is not told; what stood there
   * for this Body has been made anew.
   */
  record BusEpochChanged(ProjectId project, Instant at) implements Event {
    @Override
    public Optional<ConversationId> conversation() {
      return Optional.empty();
    }
  }

  /**
   * A record this version cannot interpret: another kind, missing fields, or no JSON at all. It is
   * shown as such and never breaks a reader.
   *
   * @param traits what could be read of it
   * @param raw the record as it stands on the bus
   * @param at {@link #UNDATED} when the record does not say
   */
  record Unrecognised(Traits traits, String raw, Instant at) implements Event {
    @Override
    public Optional<ConversationId> conversation() {
      return traits.conversation();
    }
  }
}
