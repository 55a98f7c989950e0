package aether.redis.write;

import aether.bus.BusException;
import aether.bus.write.Entry.Origin;
import aether.bus.write.LogEntry.State;
import aether.bus.write.Settlement;
import aether.message.Envelope;
import aether.message.EnvelopeCodec;
import aether.message.ProjectId;
import aether.message.Recipient;
import aether.redis.Keys;
import aether.redis.link.Asked;
import aether.redis.link.DeadLetterCodec;
import aether.redis.link.Streams;
import io.lettuce.core.KeyValue;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import java.util.List;
import java.util.Optional;

/** Finds out whether a settlement has been written before, or its reply was lost. */
record SettlementTrace(ProjectId me, Settlement settlement, Optional<String> logKey) {
  private static final int RECENT = 512;

  boolean isWritten(Asked redis) {
    if (logKey.isPresent()) {
      return isLogged(redis, logKey.get());
    }
    if (settlement.deadLetter().isPresent()) {
      return isBuried(redis);
    }
    return settlement.entry().origin() == Origin.INBOX
        ? isGone(redis)
        : settlement.waveCursor().isPresent()
            && settlement
                .waveCursor()
                .equals(Optional.ofNullable(redis.ask(r -> r.get(Keys.cursor(me)))));
  }

  /** Why its reply was not put on the bus although all else was written; empty when it was. */
  Optional<RuntimeException> lostReply(Asked redis) {
    if (settlement.isSubmitted()
        || settlement.reply().isEmpty()
        || !(settlement.reply().get().to() instanceof Recipient.Project(ProjectId recipient))) {
      return Optional.empty();
    }
    String inbox = Keys.inbox(recipient);
    try {
      Streams.requireOpen(redis, inbox);
      return Optional.empty();
    } catch (BusException.Unusable e) {
      return isIn(redis, inbox, settlement.reply().get()) ? Optional.empty() : Optional.of(e);
    }
  }

  private static boolean isIn(Asked redis, String inbox, Envelope reply) {
    try {
      Limit recent = Limit.from(RECENT);
      String data = EnvelopeCodec.encode(reply);
      return redis.ask(r -> r.xrevrange(inbox, Range.unbounded(), recent)).stream()
          .anyMatch(entry -> data.equals(entry.getBody().get(Keys.DATA)));
    } catch (BusException.Unusable e) {
      return false;
    }
  }

  private boolean isLogged(Asked redis, String key) {
    List<KeyValue<String, String>> log =
        redis.ask(r -> r.hmget(key, LogFields.STATE, LogFields.ENTRY));
    return log.get(0).optional().equals(Optional.of(State.ACKED.name()))
        && (log.get(1).optional().equals(Optional.of(settlement.entry().id()))
            || (settlement.entry().origin() == Origin.INBOX && isGone(redis)));
  }

  private boolean isBuried(Asked redis) {
    Limit recent = Limit.from(RECENT);
    return redis.ask(r -> r.xrevrange(Keys.dead(me), Range.unbounded(), recent)).stream()
        .map(DeadLetterCodec::decode)
        .anyMatch(letter ->
            letter.entry().equals(settlement.entry().id())
                && letter.origin() == SettlementCalls.origin(settlement.entry()));
  }

  private boolean isGone(Asked redis) {
    String id = settlement.entry().id();
    return redis.ask(r -> r.xrange(Keys.inbox(me), Range.create(id, id))).isEmpty();
  }
}
