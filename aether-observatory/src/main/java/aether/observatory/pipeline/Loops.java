package aether.observatory.pipeline;

import aether.event.Extinction;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.ProjectId;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices when this Body and a peer tell each other nearly the same again and again: after four
 * such rounds the peer's next such message gets no turn, and neither does any other of its
 * conversation. The rounds are remembered until the process ends, the end of a conversation on the
 * disk. Safe for several threads.
 */
final class Loops {
  /** So many rounds may be nearly the same on both sides. */
  static final int ROUNDS = 4;

  private static final Logger LOG = LoggerFactory.getLogger(Loops.class);
  private static final int REMEMBERED = 1_000;
  private static final int LONGEST = 32 << 10;

  private record Between(ConversationId conversation, ProjectId peer) {}

  private record Round(Text heard, Text said) {}

  /** Most conversations are over before anything of them is compared. */
  private static final class Text {
    private final Supplier<Likeness> reading;
    private Optional<Likeness> read = Optional.empty();

    Text(Envelope envelope) {
      String text = envelope.content().text();
      this.reading = () -> Likeness.of(text);
    }

    boolean isNearly(Likeness other) {
      Likeness likeness = read.orElseGet(reading);
      read = Optional.of(likeness);
      return likeness.isNearly(other);
    }

    Likeness likeness() {
      return read.orElseGet(reading);
    }
  }

  private final Ledger ledger;
  private final InstantSource clock;
  private final Map<Between, Deque<Round>> rounds = new LinkedHashMap<>(16, 0.75f, true);

  Loops(Ledger ledger, InstantSource clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  /** Why {@code envelope} shall get no turn; empty when it may. */
  synchronized Optional<Extinction> objection(Envelope envelope) {
    if (hasEnded(envelope.conversation())) {
      return Optional.of(new Extinction.Loop(ROUNDS, ROUNDS));
    }
    Deque<Round> known = rounds.getOrDefault(between(envelope), new ArrayDeque<>());
    if (known.size() < ROUNDS || isLong(envelope)) {
      return Optional.empty();
    }
    Likeness heard = Likeness.of(envelope.content().text());
    Likeness said = known.getLast().said().likeness();
    boolean same =
        known.stream()
            .allMatch(round -> round.heard().isNearly(heard) && round.said().isNearly(said));
    if (!same) {
      return Optional.empty();
    }
    end(envelope.conversation());
    return Optional.of(new Extinction.Loop(ROUNDS, ROUNDS));
  }

  /** {@code parent} was answered by {@code reply}. */
  synchronized void answered(Envelope parent, Envelope reply) {
    if (!reply.to().address().equals(parent.from().value())) {
      return;
    }
    if (isLong(parent) || isLong(reply)) {
      rounds.remove(between(parent));
      return;
    }
    Deque<Round> known = rounds.computeIfAbsent(between(parent), _ -> new ArrayDeque<>());
    known.addLast(new Round(new Text(parent), new Text(reply)));
    if (known.size() > ROUNDS) {
      known.removeFirst();
    }
    if (rounds.size() > REMEMBERED) {
      rounds.remove(rounds.keySet().iterator().next());
    }
  }

  private boolean hasEnded(ConversationId conversation) {
    try {
      return ledger.lines().stream()
          .anyMatch(
              line -> line instanceof Ledger.Ended(_, var ended) && ended.equals(conversation));
    } catch (Ledger.Unusable e) {
      return false; // dealt with where the run would be reserved
    }
  }

  private void end(ConversationId conversation) {
    try {
      ledger.append(new Ledger.Ended(clock.instant(), conversation));
    } catch (Ledger.Unusable e) {
      LOG.warn("{}; that the conversation is over is not remembered", e.getMessage());
    }
  }

  private static boolean isLong(Envelope envelope) {
    return envelope.content().text().length() > LONGEST;
  }

  private static Between between(Envelope envelope) {
    return new Between(envelope.conversation(), envelope.from());
  }
}
