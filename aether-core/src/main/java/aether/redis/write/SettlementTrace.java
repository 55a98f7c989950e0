package aether.redis.write;

import aether.bus.write.Entry.Origin;
import aether.bus.write.LogEntry.State;
import aether.bus.write.Settlement;
import aether.message.ProjectId;
import aether.redis.Keys;
import aether.redis.link.Exchange;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import java.util.Map;
import java.util.Optional;

/** Finds out whether a settlement whose reply was lost has been written. */
record SettlementTrace(ProjectId me, Settlement settlement, Optional<String> logKey) {
  private static final int RECENT_DEAD_LETTERS = 512;

  boolean isWritten(Exchange redis) {
    if (logKey.isPresent()) {
      return isLogged(redis, logKey.get());
    }
    if (settlement.deadLetter().isPresent()) {
      return isBuried(redis);
    }
    return settlement.entry().origin() == Origin.INBOX
        ? isGone(redis)
        : settlement.waveCursor().isPresent()
            && redis.find(r -> r.get(Keys.cursor(me))).equals(settlement.waveCursor());
  }

  private boolean isLogged(Exchange redis, String key) {
    Map<String, String> log = redis.ask(r -> r.hgetall(key));
    return State.ACKED.name().equals(log.get(LogFields.STATE))
        && settlement.entry().id().equals(log.get(LogFields.ENTRY));
  }

  private boolean isBuried(Exchange redis) {
    Limit recent = Limit.from(RECENT_DEAD_LETTERS);
    return redis.ask(r -> r.xrevrange(Keys.dead(me), Range.unbounded(), recent)).stream()
        .anyMatch(letter ->
            settlement.entry().id().equals(letter.getBody().get("entry"))
                && SettlementCalls.origin(settlement.entry())
                    .equals(letter.getBody().get("origin")));
  }

  private boolean isGone(Exchange redis) {
    String id = settlement.entry().id();
    return redis.ask(r -> r.xrange(Keys.inbox(me), Range.create(id, id))).isEmpty();
  }
}
