package aether.redis;

import aether.bus.EventLog;
import aether.bus.Recorded;
import aether.event.Event;
import aether.event.EventCodec;
import aether.redis.link.Lane;
import aether.redis.link.Link;
import aether.redis.link.Streams;
import aether.wire.Json;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.Range.Boundary;
import io.lettuce.core.StreamMessage;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;

/** The mirror in the stream {@code aether:events}. */
final class RedisEventLog implements EventLog {
  private final Link link;
  private final Deque<Lane> idle = new ConcurrentLinkedDeque<>();

  RedisEventLog(Link link) {
    this.link = link;
  }

  @Override
  public List<Recorded> latest(int count) {
    return link
        .ask(redis -> redis.xrevrange(Keys.EVENTS, Range.unbounded(), Limit.from(count)))
        .reversed()
        .stream()
        .map(RedisEventLog::recorded)
        .toList();
  }

  @Override
  public List<Recorded> after(String position, int count) {
    Range<String> range = Range.from(Boundary.excluding(checked(position)), Boundary.unbounded());
    return link.ask(redis -> redis.xrange(Keys.EVENTS, range, Limit.from(count))).stream()
        .map(RedisEventLog::recorded)
        .toList();
  }

  @Override
  public List<Recorded> await(String position, int count, Duration patience) {
    checked(position);
    Lane lane = Optional.ofNullable(idle.poll()).orElseGet(link::lane);
    try {
      return Streams.await(lane, Keys.EVENTS, position, count, patience).stream()
          .map(RedisEventLog::recorded)
          .toList();
    } finally {
      idle.push(lane);
    }
  }

  @Override
  public String end() {
    return Streams.end(link, Keys.EVENTS).orElse(START);
  }

  private static String checked(String position) {
    if (!Streams.isEntryId(position.contains("-") ? position : position + "-0")) {
      throw new IllegalArgumentException(
          "'" + position + "' is no position in the event log; use one it gave out, or " + START);
    }
    return position;
  }

  private static Recorded recorded(StreamMessage<String, String> entry) {
    String data = entry.getBody().get(Keys.DATA);
    return new Recorded(entry.getId(), data == null ? strange(entry) : EventCodec.decode(data));
  }

  private static Event strange(StreamMessage<String, String> entry) {
    return EventCodec.decode(Json.write(entry.getBody()));
  }
}
