package aether.redis.write;

import aether.bus.write.Entry;
import aether.bus.write.LogEntry.State;
import aether.bus.write.Settlement;
import aether.bus.write.Settlement.DeadLetter;
import aether.bus.write.Settlement.SessionChange;
import aether.message.Envelope;
import aether.message.Iso8601;
import aether.message.ProjectId;
import aether.redis.Keys;
import aether.redis.link.Step;
import aether.wire.Json;
import io.lettuce.core.XAddArgs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** The commands of one settlement (CONTRACT §5), in the order in which a reader may see them. */
final class SettlementCalls {
  static final Duration LOG_KEPT = Duration.ofDays(1);
  private static final Duration SESSIONS_KEPT = Duration.ofDays(30);
  private static final long DEAD_LETTERS = 10_000;

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
    settlement.reply().ifPresent(reply -> making.calls.addAll(Mail.put(reply)));
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

  private void bury(DeadLetter letter, Instant now) {
    Entry entry = settlement.entry();
    ObjectNode raw = Json.object();
    entry.fields().forEach(raw::put);
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("origin", origin(entry));
    fields.put("entry", entry.id());
    fields.put("reason", letter.reason());
    fields.put("error", letter.error());
    fields.put("attempts", Integer.toString(letter.attempts()));
    fields.put("at", Iso8601.format(now));
    fields.put("raw", Json.write(raw));
    XAddArgs bounded = new XAddArgs().maxlen(DEAD_LETTERS).approximateTrimming();
    calls.add(redis -> redis.xadd(Keys.dead(me), bounded, fields));
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

  /** How a dead letter names the stream its entry came in. */
  static String origin(Entry entry) {
    return entry.origin().name().toLowerCase(Locale.ROOT);
  }
}
