package aether.redis.write;

import aether.bus.BusException;
import aether.bus.DeadLetter;
import aether.bus.write.DeadLetterOffice;
import aether.bus.write.LogEntry.State;
import aether.event.Action;
import aether.event.Event;
import aether.event.EventCodec;
import aether.event.Extinction;
import aether.message.Envelope;
import aether.message.ProjectId;
import aether.message.Recipient;
import aether.redis.Keys;
import aether.redis.link.DeadLetterCodec;
import aether.redis.link.Exchange;
import aether.redis.link.Failures;
import aether.redis.link.Line;
import aether.redis.link.Step;
import aether.redis.link.Streams;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Takes letters out of {@code aether:dead:<id>}, under a watch over what decides. */
final class RedisDeadLetterOffice implements DeadLetterOffice {
  private static final int RECENT_EVENTS = 2_000;

  private final Line line;
  private final InstantSource clock;

  RedisDeadLetterOffice(Line line, InstantSource clock) {
    this.line = line;
    this.clock = clock;
  }

  @Override
  public Retry retry(ProjectId body, String letter, String actor) {
    Event.Operated act = act(actor, new Action.RetryDead(body, letter));
    return surely(act, new Retry.Requeued(), redis -> retry(redis, body, letter, act));
  }

  @Override
  public boolean drop(ProjectId body, String letter, String actor) {
    Event.Operated act = act(actor, new Action.DropDead(body, letter));
    return surely(act, true, redis -> drop(redis, body, letter, act));
  }

  private Event.Operated act(String actor, Action action) {
    return new Event.Operated(actor, action, clock.instant());
  }

  private static Retry retry(Exchange redis, ProjectId body, String id, Event.Operated act) {
    while (true) {
      Optional<DeadLetter> found = watched(redis, body, id);
      Optional<String> target = found.flatMap(letter -> target(body, letter));
      if (found.isEmpty() || target.isEmpty()) {
        redis.ask(r -> r.unwatch());
        return found.isEmpty() ? new Retry.Absent() : new Retry.Blank();
      }
      DeadLetter letter = found.get();
      Streams.requireOpen(redis, target.get());
      List<Step> calls = new ArrayList<>();
      calls.add(r -> r.xadd(target.get(), letter.fields()));
      settledLogs(redis, body, letter).forEach(key -> calls.add(r -> r.del(key)));
      calls.addAll(removal(body, id, act));
      if (AuditWriter.attempt(redis, calls, List.of(act)).isPresent()) {
        return new Retry.Requeued();
      }
    }
  }

  private static boolean drop(Exchange redis, ProjectId body, String id, Event.Operated act) {
    while (true) {
      if (watched(redis, body, id).isEmpty()) {
        redis.ask(r -> r.unwatch());
        return false;
      }
      if (AuditWriter.attempt(redis, removal(body, id, act), List.of(act)).isPresent()) {
        return true;
      }
    }
  }

  private static Optional<DeadLetter> watched(Exchange redis, ProjectId body, String id) {
    if (!DeadLetterCodec.isId(id)) {
      return Optional.empty();
    }
    redis.post(r -> r.watch(Keys.dead(body)));
    return redis.ask(r -> r.xrange(Keys.dead(body), Range.create(id, id))).stream()
        .map(DeadLetterCodec::decode)
        .findFirst();
  }

  private static List<Step> removal(ProjectId body, String id, Event.Operated act) {
    return List.of(r -> r.xdel(Keys.dead(body), id), Mail.event(act));
  }

  /** The inbox that {@code letter} goes to: its Body's, or that of whom it was to answer. */
  private static Optional<String> target(ProjectId body, DeadLetter letter) {
    if (letter.fields().isEmpty()) {
      return Optional.empty();
    }
    return switch (letter.origin()) {
      case INBOX, BROADCAST -> Optional.of(Keys.inbox(body));
      case REPLY ->
          letter
              .envelope()
              .flatMap(reply ->
                  reply.to() instanceof Recipient.Project(ProjectId recipient)
                      ? Optional.of(recipient)
                      : Optional.empty())
              .filter(ProjectId::isSafe)
              .map(Keys::inbox);
    };
  }

  /** Where the message of {@code letter} is logged as settled; watched from here on. */
  private static List<String> settledLogs(Exchange redis, ProjectId body, DeadLetter letter) {
    Optional<Envelope> message = letter.envelope().filter(Envelope::hasSafeIds);
    if (message.isEmpty()
        || letter.origin() == DeadLetter.Origin.REPLY
        || letter.cause().filter(Extinction.Cause::isRefused).isPresent()) {
      return List.of();
    }
    Envelope envelope = message.get();
    String plain = Keys.processingLog(body, envelope.id());
    String named = Keys.processingLog(body, envelope.id(), envelope.from());
    String verified = Keys.verifiedLog(body, envelope.id(), envelope.from());
    redis.post(r -> r.watch(plain, named, verified));
    return Stream.of(plain, named, verified)
        .filter(key -> isSettled(redis.ask(r -> r.hgetall(key)), envelope.from()))
        .toList();
  }

  private static boolean isSettled(Map<String, String> log, ProjectId sender) {
    return State.ACKED.name().equals(log.get(LogFields.STATE))
        && LogFields.said(log, LogFields.SENDER)
            .filter(logged -> !logged.equals(sender.value()))
            .isEmpty();
  }

  /**
   * Does {@code work}; after a lost reply it is done again, which changes nothing if it was done,
   * and the mirror tells whether it was.
   */
  private <T> T surely(Event.Operated act, T done, Function<Exchange, T> work) {
    try {
      return line.exclusively(work);
    } catch (BusException.Unavailable e) {
      if (Failures.answered(e)) {
        throw e;
      }
      return line.exclusively(redis -> {
        T told = work.apply(redis);
        return isAudited(redis, act) ? done : told;
      });
    }
  }

  private static boolean isAudited(Exchange redis, Event.Operated act) {
    Event told = EventCodec.decode(EventCodec.encode(act));
    Limit recent = Limit.from(RECENT_EVENTS);
    return redis.ask(r -> r.xrevrange(Keys.EVENTS, Range.unbounded(), recent)).stream()
        .map(entry -> EventCodec.decode(entry.getBody().getOrDefault(Keys.DATA, "")))
        .anyMatch(told::equals);
  }
}
