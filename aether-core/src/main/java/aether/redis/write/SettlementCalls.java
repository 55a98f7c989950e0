package aether.redis.write;

import aether.bus.DeadLetter;
import aether.bus.write.Entry;
import aether.bus.write.LogEntry.State;
import aether.bus.write.Settlement;
import aether.bus.write.Settlement.SessionChange;
import aether.message.Envelope;
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
  private final List<Step> calls = new ArrayList<>();

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
  static List<Step> of(
      ProjectId me,
      Settlement settlement,
      Optional<String> logKey,
      Instant now,
      boolean keepSessions) {
    SettlementCalls making = new SettlementCalls(me, settlement, keepSessions);
    settlement.message().ifPresent(message -> logKey.ifPresent(key -> making.log(key, message)));
    settlement.message().ifPresent(making::session);
    settlement
        .reply()
        .ifPresent(reply ->
            making.calls.addAll(settlement.approval() ? Mail.ask(reply) : Mail.put(reply)));
    settlement.events().forEach(event -> making.calls.add(Mail.event(event)));
    settlement.deadLetter().ifPresent(letter -> making.bury(letter, now));
    making.leave();
    return making.calls;
  }

  private void log(String key, Envelope message) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put(LogFields.STATE, State.ACKED.name());
    fields.put(LogFields.ATTEMPTS, Integer.toString(settlement.attempts()));
    fields.put(LogFields.ENTRY, settlement.entry().id());
    fields.put(LogFields.SENDER, message.from().value());
    settlement.claudeResult().ifPresent(said -> fields.put(LogFields.CLAUDE_RESULT, said));
    if (settlement.session() instanceof SessionChange.Remember(String sessionId)) {
      fields.put(LogFields.SESSION_ID, sessionId);
    }
    settlement.reason().ifPresent(why -> fields.put(LogFields.REASON, why));
    settlement
        .reply()
        .ifPresent(reply -> fields.put(LogFields.REPLY_MESSAGE_ID, reply.id().value()));
    calls.add(redis -> redis.hset(key, fields));
    if (settlement.attempts() == 0) {
      calls.add(redis -> redis.expire(key, LOG_KEPT));
    }
  }

  private void session(Envelope message) {
    String sessions = Keys.sessions(me);
    String conversation = message.conversation().value();
    switch (settlement.session()) {
      case SessionChange.Keep _ -> {}
      case SessionChange.Remember(String sessionId) -> {
        calls.add(redis -> redis.hset(sessions, conversation, sessionId));
        if (keepSessions) {
          calls.add(redis -> redis.expire(sessions, SESSIONS_KEPT));
        }
      }
      case SessionChange.Forget _ -> calls.add(redis -> redis.hdel(sessions, conversation));
    }
  }

  private void bury(Settlement.DeadLetter end, Instant now) {
    Entry entry = settlement.entry();
    DeadLetter letter =
        new DeadLetter(
            GIVEN_BY_REDIS,
            origin(entry),
            entry.id(),
            end.reason(),
            end.error(),
            end.attempts(),
            now,
            entry.fields());
    XAddArgs bounded = new XAddArgs().id(GIVEN_BY_REDIS).maxlen(DEAD_LETTERS).approximateTrimming();
    calls.add(redis -> redis.xadd(Keys.dead(me), bounded, DeadLetterCodec.encode(letter)));
    calls.add(redis -> redis.expire(Keys.dead(me), DEAD_LETTERS_KEPT));
  }

  private void leave() {
    String id = settlement.entry().id();
    switch (settlement.entry().origin()) {
      case INBOX -> {
        calls.add(redis -> redis.xack(Keys.inbox(me), Keys.group(me), id));
        calls.add(redis -> redis.xdel(Keys.inbox(me), id));
      }
      case BROADCAST -> {}
    }
    settlement.waveCursor().ifPresent(at -> calls.add(redis -> redis.set(Keys.cursor(me), at)));
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
