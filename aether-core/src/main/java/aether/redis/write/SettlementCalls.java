package aether.redis.write;

import aether.bus.DeadLetter;
import aether.bus.write.Entry;
import aether.bus.write.Entry.Origin;
import aether.bus.write.LogEntry.State;
import aether.bus.write.ProcessingLog;
import aether.bus.write.Settlement;
import aether.bus.write.Settlement.SessionChange;
import aether.event.Event;
import aether.event.Extinction;
import aether.message.Envelope;
import aether.message.EnvelopeCodec;
import aether.message.ProjectId;
import aether.redis.Keys;
import aether.redis.link.DeadLetterCodec;
import aether.redis.link.Step;
import io.lettuce.core.XAddArgs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The commands of one settlement (CONTRACT §5), in the order in which a reader may see them. */
final class SettlementCalls {
  /** How long the log of a settled message is kept (CONTRACT §3). */
  static final Duration LOG_KEPT = Duration.ofDays(1);

  private static final Duration SESSIONS_KEPT = Duration.ofDays(30);

  /** About how many dead letters a Body keeps, the newest. */
  private static final long DEAD_LETTERS = 10_000;

  /** How long dead letters are kept after the last one came. */
  private static final Duration DEAD_LETTERS_KEPT = Duration.ofDays(30);

  private static final String GIVEN_BY_REDIS = "*";

  private final ProjectId me;
  private final Settlement settlement;
  private final boolean keepSessions;
  private final List<Part> parts = new ArrayList<>();

  private SettlementCalls(ProjectId me, Settlement settlement, boolean keepSessions) {
    this.me = me;
    this.settlement = settlement;
    this.keepSessions = keepSessions;
  }

  /**
   * @param logKey where its message is logged; empty when it has none
   * @param now when a dead letter was given up
   * @param keepSessions whether the time for which sessions are remembered begins anew
   */
  static List<Part> of(
      ProjectId me,
      Settlement settlement,
      Optional<String> logKey,
      Instant now,
      boolean keepSessions) {
    SettlementCalls making = new SettlementCalls(me, settlement, keepSessions);
    logKey.ifPresent(making::log);
    settlement.message().ifPresent(making::session);
    settlement.reply().ifPresent(making::send);
    settlement.events().forEach(event -> making.parts.add(mirrored(event)));
    settlement
        .deadLetter()
        .ifPresent(end -> making.parts.addAll(bury(me, letter(settlement.entry(), end, now))));
    making.leave();
    return making.parts;
  }

  static Part mirrored(Event event) {
    return new Part.Mirrored(event, Mail.event(event));
  }

  /** The commands that keep {@code letter}. */
  static List<Part> bury(ProjectId me, DeadLetter letter) {
    XAddArgs bounded = new XAddArgs().id(GIVEN_BY_REDIS).maxlen(DEAD_LETTERS).approximateTrimming();
    return List.of(
        new Part.Buried(
            letter, redis -> redis.xadd(Keys.dead(me), bounded, DeadLetterCodec.encode(letter))),
        new Part.Kept(redis -> redis.expire(Keys.dead(me), DEAD_LETTERS_KEPT)));
  }

  /** The letter that a reply becomes which its recipient's inbox did not take. */
  static DeadLetter undelivered(
      Envelope reply, String entry, String error, int attempts, Instant now) {
    return new DeadLetter(
        GIVEN_BY_REDIS,
        DeadLetter.Origin.REPLY,
        entry,
        Optional.of(Extinction.Cause.UNDELIVERABLE),
        error,
        attempts,
        now,
        Map.of(Keys.DATA, EnvelopeCodec.encode(reply)));
  }

  private void send(Envelope reply) {
    List<Step> put = settlement.isSubmitted() ? Mail.ask(reply) : Mail.put(reply);
    parts.add(new Part.Sent(reply, put.getFirst()));
    put.stream().skip(1).forEach(this::keep);
  }

  private void keep(Step step) {
    parts.add(new Part.Kept(step));
  }

  private void log(String key) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put(LogFields.STATE, State.ACKED.name());
    fields.put(LogFields.ATTEMPTS, Integer.toString(settlement.attempts()));
    fields.put(LogFields.ENTRY, settlement.entry().id());
    settlement.message().map(LogFields::sender).ifPresent(fields::putAll);
    settlement.claudeResult().ifPresent(said -> fields.put(LogFields.CLAUDE_RESULT, said));
    if (settlement.session() instanceof SessionChange.Remember(String sessionId)) {
      fields.put(LogFields.SESSION_ID, sessionId);
    }
    settlement.reason().ifPresent(why -> fields.put(LogFields.REASON, why));
    settlement
        .reply()
        .ifPresent(reply -> fields.put(LogFields.REPLY_MESSAGE_ID, reply.id().value()));
    keep(redis -> redis.hset(key, fields));
    Duration kept =
        settlement.entry().origin() == Origin.BROADCAST ? ProcessingLog.WAVES_KEPT : LOG_KEPT;
    keep(redis -> redis.expire(key, kept));
  }

  private void session(Envelope message) {
    String sessions = Keys.sessions(me);
    String conversation = message.conversation().value();
    switch (settlement.session()) {
      case SessionChange.Keep _ -> {}
      case SessionChange.Remember(String sessionId) -> {
        keep(redis -> redis.hset(sessions, conversation, sessionId));
        if (keepSessions) {
          keep(redis -> redis.expire(sessions, SESSIONS_KEPT));
        }
      }
      case SessionChange.Forget _ -> keep(redis -> redis.hdel(sessions, conversation));
    }
  }

  private static DeadLetter letter(Entry entry, Settlement.DeadLetter end, Instant now) {
    return new DeadLetter(
        GIVEN_BY_REDIS,
        origin(entry),
        entry.id(),
        Optional.of(end.cause()),
        end.error(),
        end.attempts(),
        now,
        entry.fields());
  }

  private void leave() {
    String id = settlement.entry().id();
    switch (settlement.entry().origin()) {
      case INBOX -> {
        keep(redis -> redis.xack(Keys.inbox(me), Keys.group(me), id));
        keep(redis -> redis.xdel(Keys.inbox(me), id));
      }
      case BROADCAST -> {}
    }
    settlement.waveCursor().ifPresent(at -> keep(redis -> redis.set(Keys.cursor(me), at)));
  }

  /** Names {@code entry} among all that came in, whatever stream it came in. */
  static String place(Entry entry) {
    return origin(entry) + " " + entry.id();
  }

  /** How a dead letter names the stream of {@code entry}. */
  static DeadLetter.Origin origin(Entry entry) {
    return switch (entry.origin()) {
      case INBOX -> DeadLetter.Origin.INBOX;
      case BROADCAST -> DeadLetter.Origin.BROADCAST;
    };
  }
}
