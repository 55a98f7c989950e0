package aether.redis;

import aether.bus.Approvals;
import aether.bus.PendingReply;
import aether.redis.link.ApprovalCodec;
import aether.redis.link.Link;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.Range.Boundary;
import java.util.List;
import java.util.Optional;

/** The replies in the stream {@code aether:approvals}. */
final class RedisApprovals implements Approvals {
  private final Link link;

  RedisApprovals(Link link) {
    this.link = link;
  }

  @Override
  public List<PendingReply> list(String after, int count) {
    if (!ApprovalCodec.isId(after)) {
      throw new IllegalArgumentException(
          "'" + after + "' is no place in the queue; use the id of a reply, or " + START);
    }
    Range<String> range = Range.from(Boundary.excluding(after), Boundary.unbounded());
    return link.ask(r -> r.xrange(Keys.APPROVALS, range, Limit.from(count))).stream()
        .map(ApprovalCodec::decode)
        .flatMap(Optional::stream)
        .toList();
  }

  @Override
  public Optional<PendingReply> find(String id) {
    if (!ApprovalCodec.isId(id)) {
      return Optional.empty();
    }
    return link.ask(r -> r.xrange(Keys.APPROVALS, Range.create(id, id))).stream()
        .findFirst()
        .flatMap(ApprovalCodec::decode);
  }
}
