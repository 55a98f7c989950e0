package aether.redis.write;

import aether.bus.BusException;
import aether.bus.write.Journal;
import aether.bus.write.Outbox;
import aether.event.Event;
import aether.event.EventCodec;
import aether.message.Envelope;
import aether.message.ProjectId;
import aether.message.Recipient;
import aether.redis.Keys;
import aether.redis.link.Exchange;
import aether.redis.link.Failures;
import aether.redis.link.Line;
import aether.redis.link.Step;
import aether.redis.link.Streams;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Messages and events from outside a turn. */
final class RedisOutbox implements Outbox, Journal {
  private static final int RECENT_EVENTS = 2_000;

  /** How long it is looked for a message whose fate is unknown, and how often. */
  private static final Duration LOOKING = Duration.ofSeconds(5);

  private static final Duration LOOK = Duration.ofMillis(50);

  private final Line line;
  private final InstantSource clock;

  RedisOutbox(Line line, InstantSource clock) {
    this.line = line;
    this.clock = clock;
  }

  @Override
  public void send(Envelope envelope, List<Event> alongside) {
    List<Step> calls = new ArrayList<>(Mail.put(envelope));
    calls.add(Mail.event(new Event.MessageSent(envelope, clock.instant())));
    alongside.forEach(event -> calls.add(Mail.event(event)));
    requireOpen(envelope);
    try {
      write(calls, alongside);
    } catch (BusException.Unavailable e) {
      if (Failures.answered(e)) {
        throw e;
      }
      writeUnlessSent(envelope, calls, alongside);
    }
  }

  /**
   * Events are not looked up after a lost reply, since nothing tells one from another that says the
   * same: then they may or may not be written, and the failure says so.
   */
  @Override
  public void append(List<Event> events) {
    if (!events.isEmpty()) {
      write(events.stream().map(Mail::event).toList(), events);
    }
  }

  /** What cannot be put on the bus shall not be told of either: Redis would write half of it. */
  private void requireOpen(Envelope envelope) {
    String stream =
        switch (envelope.to()) {
          case Recipient.Everyone _ -> Keys.BROADCAST;
          case Recipient.Project(ProjectId id) -> Keys.inbox(id);
        };
    line.exclusively(redis -> {
      Streams.requireOpen(redis, stream);
      Streams.requireOpen(redis, Keys.EVENTS);
      return true;
    });
  }

  private void write(List<Step> calls, List<Event> events) {
    line.exclusively(redis -> AuditWriter.transact(redis, calls, events));
  }

  /**
   * After a lost reply: the mirror tells whether the message is on the bus. It is asked again while
   * it cannot be, since whoever is told of a failure may send once more.
   */
  private void writeUnlessSent(Envelope envelope, List<Step> calls, List<Event> events) {
    long deadline = System.nanoTime() + LOOKING.toNanos();
    while (true) {
      try {
        boolean _ =
            line.exclusively(redis ->
                isSent(redis, envelope) || !AuditWriter.transact(redis, calls, events).isEmpty());
        return;
      } catch (BusException.Unusable e) {
        throw e;
      } catch (BusException.Unavailable e) {
        if (System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        LockSupport.parkNanos(LOOK.toNanos());
      }
    }
  }

  private static boolean isSent(Exchange redis, Envelope envelope) {
    Limit recent = Limit.from(RECENT_EVENTS);
    return redis.ask(r -> r.xrevrange(Keys.EVENTS, Range.unbounded(), recent)).stream()
        .map(entry -> EventCodec.decode(entry.getBody().getOrDefault(Keys.DATA, "")))
        .anyMatch(event ->
            event instanceof Event.MessageSent(Envelope sent, _)
                && sent.id().equals(envelope.id())
                && sent.from().equals(envelope.from()));
  }
}
