package aether.redis.write;

import aether.message.ProjectId;
import aether.redis.Keys;
import aether.redis.link.Link;
import aether.redis.link.Step;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.Range.Boundary;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAddArgs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The stream {@code aether:ledger:<id>}. Safe for use by several threads. */
final class Notes {
  /** About how many notes are kept, the newest. */
  private static final long LENGTH = 20_000;

  /** How long they are kept after the last one came. */
  private static final Duration KEPT = Duration.ofDays(90);

  /** That time is weeks long, so it need not begin anew with every note. */
  private static final Duration OFTEN_ENOUGH = Duration.ofHours(1);

  private static final int PAGE = 1_000;

  private final String key;
  private volatile Instant began = Instant.EPOCH;

  Notes(ProjectId id) {
    this.key = Keys.ledger(id);
  }

  /** The commands that add {@code note} at {@code now}. */
  List<Step> add(String note, Instant now) {
    XAddArgs bounded = new XAddArgs().maxlen(LENGTH).approximateTrimming();
    List<Step> calls = new ArrayList<>();
    calls.add(redis -> redis.xadd(key, bounded, Map.of(Keys.DATA, note)));
    if (Duration.between(began, now).abs().compareTo(OFTEN_ENOUGH) > 0) {
      began = now;
      calls.add(redis -> redis.expire(key, KEPT));
    }
    return calls;
  }

  /** All of them, oldest first. */
  List<String> read(Link link) {
    List<String> notes = new ArrayList<>();
    Boundary<String> from = Boundary.unbounded();
    while (true) {
      Range<String> range = Range.from(from, Boundary.unbounded());
      List<StreamMessage<String, String>> page =
          link.ask(redis -> redis.xrange(key, range, Limit.from(PAGE)));
      page.forEach(
          entry -> Optional.ofNullable(entry.getBody().get(Keys.DATA)).ifPresent(notes::add));
      if (page.size() < PAGE) {
        return notes;
      }
      from = Boundary.excluding(page.getLast().getId());
    }
  }
}
