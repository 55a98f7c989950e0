package aether.redis;

import aether.bus.AuditRecord;
import aether.bus.AuditTrail;
import aether.redis.link.AuditCodec;
import aether.redis.link.Link;
import aether.redis.link.Streams;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.Range.Boundary;
import java.util.List;
import java.util.Optional;

/** The trail in the stream {@code aether:audit}. */
final class RedisAuditTrail implements AuditTrail {
  private final Link link;

  RedisAuditTrail(Link link) {
    this.link = link;
  }

  @Override
  public List<AuditRecord> after(String position, int count) {
    if (!Streams.isEntryId(position)) {
      throw new IllegalArgumentException(
          "'" + position + "' is no place in the audit trail; use that of a record, or " + START);
    }
    Range<String> range = Range.from(Boundary.excluding(position), Boundary.unbounded());
    return link.ask(r -> r.xrange(Keys.AUDIT, range, Limit.from(count))).stream()
        .map(AuditCodec::decode)
        .toList();
  }

  @Override
  public List<AuditRecord> latest(int count) {
    return link
        .ask(r -> r.xrevrange(Keys.AUDIT, Range.unbounded(), Limit.from(count)))
        .reversed()
        .stream()
        .map(AuditCodec::decode)
        .toList();
  }

  @Override
  public Optional<Head> head() {
    return link.find(r -> r.get(Keys.AUDIT_HEAD)).flatMap(AuditCodec::head);
  }
}
