package aether.redis.write;

import aether.bus.DeadLetter;
import aether.event.Event;
import aether.event.EventCodec;
import aether.event.Extinction;
import aether.message.Envelope;
import aether.message.ProjectId;
import aether.redis.Keys;
import aether.redis.link.Asked;
import aether.redis.link.DeadLetterCodec;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What of a settlement is still to be written, because Redis has refused some of its commands and
 * carried out the others.
 */
record Remainder(List<Event> events, List<DeadLetter> letters) {
  private static final int RECENT = 2_000;

  Remainder {
    events = List.copyOf(events);
    letters = List.copyOf(letters);
  }

  /**
   * What {@code half} has left of {@code parts}. A reply that its recipient's inbox did not take
   * becomes a dead letter of {@code me}, with its event.
   *
   * @param entry the entry that was settled
   */
  static Remainder of(
      List<Part> parts, HalfWritten half, ProjectId me, String entry, int attempts, Instant now) {
    List<Event> events = new ArrayList<>();
    List<DeadLetter> letters = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      if (half.isRefused(i)) {
        switch (parts.get(i)) {
          case Part.Sent(Envelope reply, _) -> {
            String error = "the reply could not be delivered: " + half.first().getMessage();
            letters.add(SettlementCalls.undelivered(reply, entry, error, attempts, now));
            events.add(
                new Event.Extinguished(
                    Optional.of(reply),
                    Optional.of(reply.conversation()),
                    new Extinction.DeadLettered(
                        Extinction.Cause.UNDELIVERABLE, me, entry, error, attempts),
                    now));
          }
          case Part.Mirrored(Event event, _) -> events.add(event);
          case Part.Buried(DeadLetter letter, _) -> letters.add(letter);
          case Part.Kept _ -> {}
        }
      }
    }
    return new Remainder(events, letters);
  }

  /** What {@code half} has left of this. */
  Remainder after(ProjectId me, HalfWritten half) {
    return of(parts(me), half, me, "", 0, Instant.EPOCH);
  }

  boolean isEmpty() {
    return events.isEmpty() && letters.isEmpty();
  }

  /** The commands that write it. */
  List<Part> parts(ProjectId me) {
    return Stream.concat(
            letters.stream().flatMap(letter -> SettlementCalls.bury(me, letter).stream()),
            events.stream().map(SettlementCalls::mirrored))
        .toList();
  }

  /** Whether it has been written before. */
  boolean isWritten(Asked redis, ProjectId me) {
    return letters.stream().allMatch(letter -> isBuried(redis, me, letter))
        && (events.isEmpty() || isMirrored(redis));
  }

  private boolean isMirrored(Asked redis) {
    List<String> wanted = events.stream().map(EventCodec::encode).toList();
    return redis.ask(r -> r.xrevrange(Keys.EVENTS, Range.unbounded(), Limit.from(RECENT))).stream()
        .map(each -> each.getBody().getOrDefault(Keys.DATA, ""))
        .toList()
        .containsAll(wanted);
  }

  private static boolean isBuried(Asked redis, ProjectId me, DeadLetter letter) {
    Map<String, String> wanted = DeadLetterCodec.encode(letter);
    return redis
        .ask(r -> r.xrevrange(Keys.dead(me), Range.unbounded(), Limit.from(RECENT)))
        .stream()
        .anyMatch(each -> each.getBody().equals(wanted));
  }
}
