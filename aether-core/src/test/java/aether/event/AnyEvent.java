package aether.event;

import aether.message.Messages;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Arbitrary events, for property tests. */
public final class AnyEvent {
  private AnyEvent() {}

  /** Any event this version understands. */
  public static Arbitrary<Event> events() {
    return Arbitraries.oneOf(turns(), endings(), byHand());
  }

  private static Arbitrary<Event> turns() {
    return Arbitraries.oneOf(
        Combinators.combine(Messages.envelopes(), instants()).as(Event.MessageSent::new),
        Combinators.combine(Messages.envelopes(), Messages.projects(), instants())
            .as(Event.ProcessingStarted::new),
        Combinators.combine(
                Messages.envelopes(),
                Messages.projects(),
                Messages.texts(),
                Messages.maybe(Messages.texts()),
                Messages.maybe(usages()),
                instants())
            .as(Event.ProcessingDone::new),
        Combinators.combine(
                Messages.maybe(Messages.conversations()),
                Messages.projects(),
                milestones(),
                instants())
            .as(Event.Progress::new),
        Combinators.combine(Messages.projects(), instants()).as(Event.BusEpochChanged::new));
  }

  private static Arbitrary<Event> endings() {
    return Arbitraries.oneOf(
        Combinators.combine(Messages.envelopes(), extinctions(), instants())
            .as(Event.Extinguished::of),
        Combinators.combine(Messages.maybe(Messages.conversations()), extinctions(), instants())
            .as((conversation, why, at) ->
                new Event.Extinguished(Optional.empty(), conversation, why, at)));
  }

  private static Arbitrary<Event> byHand() {
    return Combinators.combine(Messages.texts(), Arbitraries.of(Events.actions()), instants())
        .as(Event.Operated::new);
  }

  private static Arbitrary<Extinction> extinctions() {
    return Arbitraries.oneOf(
        Arbitraries.of(Events.extinctions()),
        Messages.texts().map(Extinction.MalformedOutput::new),
        Messages.texts().map(Extinction.InvalidRecipient::new),
        Arbitraries.longs()
            .map(Duration::ofNanos)
            .map(age -> new Extinction.Expired(Events.BETA, age, Duration.ofHours(1))));
  }

  private static Arbitrary<Milestone> milestones() {
    return Arbitraries.oneOf(
        Arbitraries.of(Events.milestones()),
        Messages.texts().map(Milestone.Text::new),
        Messages.texts().map(Milestone.ToolUse::new));
  }

  private static Arbitrary<TurnUsage> usages() {
    return Combinators.combine(
            Messages.maybe(
                Arbitraries.bigDecimals().between(BigDecimal.ZERO, BigDecimal.TEN).ofScale(6)),
            Messages.maybe(Arbitraries.longs()),
            Messages.maybe(Arbitraries.longs()),
            Arbitraries.longs().between(0, Integer.MAX_VALUE).map(Duration::ofMillis),
            Messages.maybe(Messages.texts()),
            Messages.maybe(Arbitraries.longs()),
            Messages.texts().list().ofMaxSize(TurnUsage.MOST_DENIALS))
        .as(TurnUsage::new);
  }

  private static Arbitrary<Instant> instants() {
    return Arbitraries.longs()
        .between(0, 4_000_000_000_000_000L)
        .map(micros -> Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
  }
}
