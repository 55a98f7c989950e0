package aether.operator;

import aether.bus.Recorded;
import aether.event.Event;
import aether.event.Milestone;
import aether.event.TurnUsage;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.ProjectId;
import aether.message.Recipient;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The conversations of the mirror, each as far as it has come; the one that moved last comes first.
 * Beyond ten thousand the oldest are forgotten. Safe for several threads.
 */
final class Conversations {
  private static final int MOST = 10_000;
  private static final int MOST_ANSWERS = 50;
  private static final int PLAUSIBLE_SCALE = 50;
  private static final BigDecimal PLAUSIBLE = new BigDecimal(1_000_000);

  /**
   * One conversation.
   *
   * @param place where its latest event stands in the mirror
   * @param ended whether its latest message was stopped for good
   */
  record Talk(
      ConversationId id,
      String from,
      String to,
      int messages,
      BigDecimal usd,
      boolean ended,
      Instant began,
      Instant moved,
      String place) {}

  private final SequencedMap<ConversationId, Talk> talks =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ConversationId, Talk> eldest) {
          return size() > MOST;
        }
      };

  private final Deque<Event.MessageSent> answers = new ArrayDeque<>();

  /** Takes note of what is recorded. */
  synchronized void see(Recorded recorded) {
    Event event = recorded.event();
    if (event instanceof Event.MessageSent sent && isForTheOperator(sent.envelope())) {
      answers.addFirst(sent);
      if (answers.size() > MOST_ANSWERS) {
        answers.removeLast();
      }
    }
    if (event.conversation().isEmpty()) {
      return;
    }
    ConversationId id = event.conversation().get();
    Optional<Talk> before = Optional.ofNullable(talks.get(id));
    switch (event) {
      case Event.MessageSent(Envelope envelope, Instant at) ->
          put(said(before, envelope, at, recorded.position()));
      case Event.ProcessingDone done ->
          before.ifPresent(talk -> put(spent(talk, done.usage(), done.at(), recorded.position())));
      case Event.Progress(_, _, Milestone.TurnFailed(TurnUsage usage), Instant at) ->
          before.ifPresent(talk -> put(spent(talk, Optional.of(usage), at, recorded.position())));
      case Event.Extinguished out ->
          before.ifPresent(talk ->
              put(moved(talk, talk.usd(), out.why().ends(), out.at(), recorded.position())));
      case Event.Operated operated ->
          before.ifPresent(talk ->
              put(moved(talk, talk.usd(), talk.ended(), operated.at(), recorded.position())));
      case Event.ProcessingStarted _,
          Event.Progress _,
          Event.BusEpochChanged _,
          Event.Unrecognised _ -> {}
    }
  }

  /**
   * At most {@code count} of them, the newest first.
   *
   * @param before only those that moved before the one with this place
   */
  synchronized List<Talk> newest(Optional<String> before, int count) {
    List<Talk> found = new ArrayList<>();
    boolean begun = before.isEmpty();
    for (Talk talk : talks.sequencedValues().reversed()) {
      if (begun && found.size() < count) {
        found.add(talk);
      }
      begun = begun || before.get().equals(talk.place());
    }
    return found;
  }

  /** Those whose latest message was not stopped for good, the newest first. */
  synchronized List<ConversationId> open() {
    return talks.sequencedValues().reversed().stream()
        .filter(talk -> !talk.ended())
        .map(Talk::id)
        .filter(ConversationId::isSafe)
        .toList();
  }

  /** What was written to the operator, the newest first (D42). */
  synchronized List<Event.MessageSent> answers() {
    return List.copyOf(answers);
  }

  private static boolean isForTheOperator(Envelope envelope) {
    return envelope.to() instanceof Recipient.Project(ProjectId id)
        && id.equals(ProjectId.OPERATOR);
  }

  private void put(Talk talk) {
    talks.putLast(talk.id(), talk);
  }

  private static Talk said(Optional<Talk> before, Envelope envelope, Instant at, String place) {
    return new Talk(
        envelope.conversation(),
        before.map(Talk::from).orElse(envelope.from().value()),
        before.map(Talk::to).orElse(envelope.to().address()),
        before.map(Talk::messages).orElse(0) + 1,
        before.map(Talk::usd).orElse(BigDecimal.ZERO),
        false,
        before.map(Talk::began).orElse(at),
        at,
        place);
  }

  private static Talk spent(Talk talk, Optional<TurnUsage> usage, Instant at, String place) {
    BigDecimal usd =
        talk.usd()
            .add(
                usage
                    .flatMap(TurnUsage::costUsd)
                    .filter(Conversations::isPlausible)
                    .orElse(BigDecimal.ZERO));
    return moved(talk, usd, talk.ended(), at, place);
  }

  /** Anybody can write any figure; adding an absurd one would take all memory. */
  private static boolean isPlausible(BigDecimal usd) {
    return Math.abs((long) usd.scale()) <= PLAUSIBLE_SCALE && usd.abs().compareTo(PLAUSIBLE) < 0;
  }

  private static Talk moved(Talk talk, BigDecimal usd, boolean ended, Instant at, String place) {
    return new Talk(
        talk.id(), talk.from(), talk.to(), talk.messages(), usd, ended, talk.began(), at, place);
  }
}
