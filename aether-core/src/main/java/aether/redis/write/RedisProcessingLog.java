package aether.redis.write;

import aether.bus.write.Lease.Owner;
import aether.bus.write.LogEntry;
import aether.bus.write.LogEntry.State;
import aether.bus.write.ProcessingLog;
import aether.bus.write.Reservation;
import aether.bus.write.Settled;
import aether.bus.write.Settlement;
import aether.bus.write.Standing;
import aether.message.Envelope;
import aether.message.ProjectId;
import aether.redis.Keys;
import aether.redis.link.Exchange;
import aether.redis.link.Link;
import aether.redis.link.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log in {@code aether:proclog:*}, written through the {@link FencedWriter}. */
final class RedisProcessingLog implements ProcessingLog, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RedisProcessingLog.class);
  private static final Duration RATE_KEPT = Duration.ofMinutes(2);

  private final ProjectId id;
  private final Owner me;
  private final Link link;
  private final FencedWriter writer;
  private final InFlight inFlight;
  private final LogKeys keys;
  private final SettlementWriter settlements;
  private final Map<String, String> counted = new ConcurrentHashMap<>();
  private final Recent ended = new Recent();
  private final Notes notes;

  private RedisProcessingLog(
      ProjectId id,
      Owner me,
      Link link,
      FencedWriter writer,
      InFlight inFlight,
      History history,
      InstantSource clock) {
    this.id = id;
    this.me = me;
    this.link = link;
    this.writer = writer;
    this.inFlight = inFlight;
    this.keys = new LogKeys(id);
    this.settlements = new SettlementWriter(id, link, writer, history, clock);
    this.notes = new Notes(id);
  }

  /** The log of {@code id}, with the thread that writes it running. */
  static RedisProcessingLog start(
      ProjectId id, Owner me, RedisLease lease, Link link, History history, InstantSource clock) {
    InFlight inFlight = new InFlight(id);
    GroupCommit commit = new GroupCommit(id, me, lease, link.line(), inFlight::guards);
    FencedWriter writer = FencedWriter.start(id.value(), commit);
    return new RedisProcessingLog(id, me, link, writer, inFlight, history, clock);
  }

  @Override
  public Standing look(Envelope envelope, Instant now) {
    String key = keys.claim(envelope);
    String conversation = envelope.conversation().value();
    Guard guard = new Guard(envelope.conversation(), id);
    String killed = Keys.control(id);
    String rate = Keys.rate(envelope.conversation(), now);
    Found found =
        writer.read(
            Set.of(Keys.control(envelope.conversation()), killed, Keys.pause(id), rate),
            redis -> {
              var log = redis.post(r -> r.hgetall(key));
              var session = redis.post(r -> r.hget(Keys.sessions(id), conversation));
              return values -> new Found(values, log.get(), Optional.ofNullable(session.get()));
            });
    Optional<LogEntry> logged = LogFields.decode(mine(envelope, found.log()));
    if (logged.filter(entry -> entry.state() == State.ACKED).isPresent()) {
      ended.add(keys.of(envelope));
      keys.forget(envelope);
    } else {
      ended.remove(keys.of(envelope));
    }
    return new Standing(
        guard.state(found.values()),
        found.values().containsKey(killed),
        logged,
        found.session(),
        count(Optional.ofNullable(found.values().get(rate))));
  }

  @Override
  public long reserve(Reservation reservation, Instant now) {
    Envelope envelope = reservation.envelope();
    String key = keys.of(envelope);
    String rate = Keys.rate(envelope.conversation(), now);
    List<Step> calls = new ArrayList<>();
    if (reservation.countRate()) {
      calls.add(r -> r.incr(rate));
      calls.add(r -> r.expire(rate, RATE_KEPT));
      counted.put(key, rate);
    }
    Map<String, String> fields = started(reservation);
    calls.add(r -> r.hset(key, fields));
    if (reservation.attempt() > 1) {
      calls.add(r -> r.expire(key, UNSETTLED_KEPT));
    }
    reservation.events().forEach(event -> calls.add(Mail.event(event)));
    reservation.note().ifPresent(note -> calls.addAll(notes.add(note, now)));
    inFlight.add(key, envelope.conversation());
    try {
      return writer.write(
          Transaction.of(
              calls,
              replies -> reservation.countRate() ? (Long) replies.getFirst() : 0L,
              redis -> reserved(redis, key, reservation, rate)));
    } catch (HalfWritten e) {
      undo(reservation, e);
      throw e.first();
    }
  }

  /** No run follows a reservation of which a part was refused, so it must not count as one. */
  private void undo(Reservation reservation, HalfWritten half) {
    if (reservation.countRate() && half.isRefused(0)) {
      counted.remove(keys.of(reservation.envelope()));
    }
    try {
      release(reservation);
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("body", id)
          .log("a run that never was is counted: {}", e.getMessage());
    }
  }

  @Override
  public List<String> notes() {
    return notes.read(link);
  }

  @Override
  public void release(Reservation reservation) {
    String key = keys.of(reservation.envelope());
    boolean _ = inFlight.remove(key);
    String left = Integer.toString(reservation.attempt() - 1);
    List<Step> calls = new ArrayList<>();
    calls.add(left.equals("0") ? r -> r.del(key) : r -> r.hset(key, LogFields.ATTEMPTS, left));
    Optional.ofNullable(counted.remove(key))
        .ifPresent(rate -> {
          calls.add(r -> r.decr(rate));
          calls.add(r -> r.expire(rate, RATE_KEPT));
        });
    write(Transaction.of(calls, _ -> true, redis -> released(redis, key, left)));
  }

  @Override
  public void record(Envelope envelope, String claudeResult, String sessionId) {
    String key = keys.of(envelope);
    Map<String, String> fields =
        Map.of(
            LogFields.STATE, State.CLAUDE_DONE.name(),
            LogFields.CLAUDE_RESULT, claudeResult,
            LogFields.SESSION_ID, sessionId);
    write(Transaction.of(List.of(r -> r.hset(key, fields)), _ -> true, _ -> Optional.empty()));
  }

  private void write(Transaction<Boolean> transaction) {
    try {
      boolean _ = writer.write(transaction);
    } catch (HalfWritten e) {
      throw e.first();
    }
  }

  @Override
  public Settled settle(Settlement settlement) {
    Optional<Envelope> logged = settlement.message().filter(Envelope::hasSafeIds);
    Optional<String> key = logged.map(keys::of);
    SettlementTrace trace =
        new SettlementTrace(id, settlement, key.or(() -> keys.ofGarbage(settlement)));
    boolean startedHere = key.filter(inFlight::remove).isPresent();
    Optional<String> open = trace.logKey().filter(each -> !ended.contains(each));
    Settled settled = settlements.settle(settlement, trace, open, startedHere);
    if (settled instanceof Settled.Done) {
      key.ifPresent(ended::add);
      key.ifPresent(counted::remove);
      logged.ifPresent(keys::forget);
    }
    return settled;
  }

  @Override
  public void close() {
    settlements.close();
    writer.close();
  }

  private record Found(
      Map<String, String> values, Map<String, String> log, Optional<String> session) {}

  /** What is logged of {@code envelope}, given what stands under its message id. */
  private Map<String, String> mine(Envelope envelope, Map<String, String> found) {
    if (!LogFields.areOfAnother(found, envelope)) {
      return found;
    }
    String own = keys.displace(envelope);
    return link.ask(r -> r.hgetall(own));
  }

  private Map<String, String> started(Reservation reservation) {
    Map<String, String> fields = new HashMap<>(LogFields.sender(reservation.envelope()));
    fields.put(LogFields.STATE, State.RECEIVED.name());
    fields.put(LogFields.ATTEMPTS, Integer.toString(reservation.attempt()));
    fields.put(LogFields.OWNER, me.token());
    fields.put(LogFields.ENTRY, reservation.entry().id());
    return fields;
  }

  private Optional<Long> reserved(
      Exchange redis, String key, Reservation reservation, String rate) {
    Map<String, String> log = redis.ask(r -> r.hgetall(key));
    boolean written =
        me.token().equals(log.get(LogFields.OWNER))
            && Integer.toString(reservation.attempt()).equals(log.get(LogFields.ATTEMPTS));
    if (!written) {
      return Optional.empty();
    }
    return Optional.of(reservation.countRate() ? count(redis.find(r -> r.get(rate))) : 0L);
  }

  private static Optional<Boolean> released(Exchange redis, String key, String left) {
    Optional<String> attempts = redis.find(r -> r.hget(key, LogFields.ATTEMPTS));
    return attempts.orElse("0").equals(left) ? Optional.of(true) : Optional.empty();
  }

  private static long count(Optional<String> digits) {
    return digits.filter(text -> text.matches("\\d{1,18}")).map(Long::parseLong).orElse(0L);
  }
}
