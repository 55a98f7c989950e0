package aether.redis.write;

import aether.bus.AuditRecord;
import aether.bus.AuditTrail;
import aether.event.Event;
import aether.event.EventCodec;
import aether.redis.Keys;
import aether.redis.link.AuditCodec;
import aether.redis.link.Exchange;
import aether.redis.link.Step;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Joins operators' deeds on to the audit trail, in the transaction that carries them out. The head
 * of the chain is watched, so two writers never join on at the same link.
 */
final class AuditWriter {
  private static final int RECENT = 500;

  private AuditWriter() {}

  /**
   * Carries out {@code calls}, as often as it takes; nothing else may be watched.
   *
   * @param events what {@code calls} write to the mirror; the operators' deeds among them are kept
   * @return the replies of {@code calls}, then those of what was added
   */
  static List<Object> transact(Exchange redis, List<Step> calls, List<Event> events) {
    while (true) {
      Optional<List<Object>> replies = attempt(redis, calls, events);
      if (replies.isPresent()) {
        return replies.get();
      }
    }
  }

  /**
   * Carries out {@code calls} once.
   *
   * @return as {@link #transact}; empty when what is watched has changed and nothing was written
   */
  static Optional<List<Object>> attempt(Exchange redis, List<Step> calls, List<Event> events) {
    List<Event> deeds = events.stream().filter(AuditWriter::isDeed).toList();
    if (deeds.isEmpty()) {
      return redis.transact(calls);
    }
    redis.post(r -> r.watch(Keys.AUDIT_HEAD));
    AuditTrail.Head head =
        redis
            .find(r -> r.get(Keys.AUDIT_HEAD))
            .flatMap(AuditCodec::head)
            .orElse(AuditCodec.BEGINNING);
    List<Step> all = new ArrayList<>(calls);
    for (Event deed : deeds) {
      AuditRecord next = AuditCodec.next(head, EventCodec.encode(deed));
      all.add(r -> r.xadd(Keys.AUDIT, AuditCodec.encode(next)));
      head = new AuditTrail.Head(next.number(), next.hash());
    }
    String end = AuditCodec.encode(head);
    all.add(r -> r.set(Keys.AUDIT_HEAD, end));
    return redis.transact(all);
  }

  /** Whether {@code deed} was written lately: asked after a lost reply. */
  static boolean isWritten(Exchange redis, Event deed) {
    String data = EventCodec.encode(deed);
    return redis.ask(r -> r.xrevrange(Keys.AUDIT, Range.unbounded(), Limit.from(RECENT))).stream()
        .map(AuditCodec::decode)
        .anyMatch(record -> record.data().equals(data));
  }

  private static boolean isDeed(Event event) {
    return event instanceof Event.Operated operated && operated.action().isOperators();
  }
}
