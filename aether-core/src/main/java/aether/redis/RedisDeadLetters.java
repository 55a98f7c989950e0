package aether.redis;

import aether.bus.DeadLetter;
import aether.bus.DeadLetters;
import aether.message.ProjectId;
import aether.redis.link.DeadLetterCodec;
import aether.redis.link.Link;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.Range.Boundary;
import java.util.List;
import java.util.Optional;

/** The letters in the streams {@code aether:dead:<id>}. */
final class RedisDeadLetters implements DeadLetters {
  private final Link link;

  RedisDeadLetters(Link link) {
    this.link = link;
  }

  @Override
  public List<DeadLetter> list(ProjectId body, String after, int count) {
    if (!DeadLetterCodec.isId(after)) {
      throw new IllegalArgumentException(
          "'" + after + "' is no place among dead letters; use the id of one, or " + START);
    }
    Range<String> range = Range.from(Boundary.excluding(after), Boundary.unbounded());
    return link.ask(r -> r.xrange(Keys.dead(body), range, Limit.from(count))).stream()
        .map(DeadLetterCodec::decode)
        .toList();
  }

  @Override
  public Optional<DeadLetter> find(ProjectId body, String id) {
    if (!DeadLetterCodec.isId(id)) {
      return Optional.empty();
    }
    return link.ask(r -> r.xrange(Keys.dead(body), Range.create(id, id))).stream()
        .map(DeadLetterCodec::decode)
        .findFirst();
  }
}
