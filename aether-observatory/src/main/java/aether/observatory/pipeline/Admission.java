package aether.observatory.pipeline;

import aether.bus.write.Entry;
import aether.bus.write.LogEntry;
import aether.bus.write.Standing;
import aether.config.Waves;
import aether.event.Extinction;
import aether.message.Envelope;
import aether.message.Hops;
import aether.message.Iso8601;
import aether.message.Recipient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One message at the door of a Body, with all that bears on letting it in (CONTRACT §5, steps 1–4).
 */
record Admission(
    BodySettings settings, Entry entry, Envelope envelope, Standing standing, Instant now) {

  /** One question asked at the door. Empty: no objection. */
  @FunctionalInterface
  interface Gate {
    Optional<Outcome> judge(Admission admission);
  }

  /** The questions, in the order in which they are asked; the first objection decides. */
  static final List<Gate> GATES =
      List.of(
          Admission::settledBefore,
          Admission::operatorControl,
          Admission::duplicate,
          Admission::notAllowed,
          Admission::expired,
          Admission::horizon,
          Admission::rate,
          Admission::announcement);

  /** The first objection, or empty when the message may have a turn. */
  Optional<Outcome> judge() {
    return GATES.stream().map(gate -> gate.judge(this)).flatMap(Optional::stream).findFirst();
  }

  /** Whether this is an announcement: a wave that asks for nothing. */
  boolean isAnnouncement() {
    return envelope.to() instanceof Recipient.Everyone everyone && !everyone.solicit();
  }

  /** Whether the message counts against its conversation's rate: at first sight, and D15. */
  boolean countsAgainstRate() {
    return standing.log().isEmpty() && !isAnnouncement();
  }

  /** The very entry was settled before, and only its removal was lost. */
  private Optional<Outcome> settledBefore() {
    return acked()
        .flatMap(LogEntry::entry)
        .filter(entry.id()::equals)
        .map(_ -> new Outcome.Skipped());
  }

  private Optional<Outcome> operatorControl() {
    if (standing.projectKilled()) {
      return Optional.of(new Outcome.Stopped(new Extinction.OperatorKill()));
    }
    return switch (standing.conversation()) {
      case ACTIVE -> Optional.empty();
      case PAUSED -> Optional.of(new Outcome.Parked());
      case KILLED -> Optional.of(new Outcome.Stopped(new Extinction.OperatorKill()));
    };
  }

  private Optional<Outcome> duplicate() {
    return acked().map(_ -> new Outcome.Stopped(new Extinction.Duplicate()));
  }

  private Optional<Outcome> notAllowed() {
    return settings.peers().with(envelope.from()).allow()
        ? Optional.empty()
        : Optional.of(new Outcome.Stopped(new Extinction.NotAllowed(settings.id())));
  }

  /** A wave that its sender has given an end; one that has had a run is finished. */
  private Optional<Outcome> expired() {
    Optional<Instant> end =
        envelope.to() instanceof Recipient.Everyone wave ? wave.expiry() : Optional.empty();
    return end.filter(at -> !admittedBefore() && now.isAfter(at))
        .map(at -> {
          Instant sent = Iso8601.parse(envelope.createdAt()).filter(at::isAfter).orElse(at);
          return new Outcome.Stopped(
              new Extinction.Expired(
                  settings.id(), Duration.between(sent, now), Duration.between(sent, at)));
        });
  }

  private Optional<Outcome> horizon() {
    Hops hops = envelope.hops();
    Limits limits = settings.limits();
    if (admittedBefore() || !hops.exhausted(limits.maxHopsCeiling())) {
      return Optional.empty();
    }
    boolean senders = hops.max() <= limits.maxHopsCeiling();
    return Optional.of(
        new Outcome.Stopped(
            new Extinction.Horizon(
                hops.count(),
                Math.min(hops.max(), limits.maxHopsCeiling()),
                senders ? "max_hops" : "max_hops_ceiling")));
  }

  /** Whether this very entry has had a run: another one under the same id proves nothing. */
  private boolean admittedBefore() {
    return standing.log().flatMap(LogEntry::entry).filter(entry.id()::equals).isPresent();
  }

  private Optional<Outcome> rate() {
    return countsAgainstRate()
        ? overRate(standing.seenThisMinute() + 1, settings.limits())
        : Optional.empty();
  }

  /** The objection to the {@code count}th message of a conversation in one minute, if any. */
  static Optional<Outcome> overRate(long count, Limits limits) {
    return count > limits.ratePerMinute()
        ? Optional.of(
            new Outcome.Stopped(new Extinction.RateLimited(count, limits.ratePerMinute())))
        : Optional.empty();
  }

  private Optional<Outcome> announcement() {
    return isAnnouncement() && settings.waves() == Waves.NOTE
        ? Optional.of(
            new Outcome.Silent(Outcome.TurnEnd.without(0), Optional.of(ReplyGates.ANNOUNCEMENT)))
        : Optional.empty();
  }

  /** The session to resume: only a UUID is ever believed (DEFECTS D20). */
  Optional<UUID> session() {
    return standing.sessionId().flatMap(Admission::uuid);
  }

  private static Optional<UUID> uuid(String text) {
    try {
      UUID uuid = UUID.fromString(text);
      return uuid.toString().equals(text) ? Optional.of(uuid) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private Optional<LogEntry> acked() {
    return standing.log().filter(log -> log.state() == LogEntry.State.ACKED);
  }
}
