package aether.redis.write;

import aether.bus.BusException;
import aether.bus.write.Entry;
import aether.bus.write.Entry.Origin;
import aether.bus.write.ProcessingLog;
import aether.message.ProjectId;
import aether.redis.Keys;
import aether.redis.link.Lane;
import aether.redis.link.Link;
import aether.redis.link.Streams;
import io.lettuce.core.SetArgs;
import io.lettuce.core.XTrimArgs;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The stream {@code aether:broadcast}, read from the Body's own cursor. One thread at a time. */
final class RedisWaves {
  private static final Logger LOG = LoggerFactory.getLogger(RedisWaves.class);
  private static final Duration TRIM_EVERY = Duration.ofHours(1);

  private final ProjectId id;
  private final Link link;
  private final Lane lane;
  private final Duration maxAge;

  /** When waves were trimmed last, by {@link System#nanoTime}; 0 before the first time. */
  private long trimmedAt;

  /**
   * @param maxAge how old a wave may be that a Body reads which was never here before
   */
  RedisWaves(ProjectId id, Link link, Duration maxAge) {
    this.id = id;
    this.link = link;
    this.lane = link.lane();
    this.maxAge = maxAge;
  }

  /** Gives a Body that has no position one, if the broadcast can be read. */
  void open() {
    try {
      startAt(this::young);
    } catch (BusException.Unusable e) {
      LOG.atDebug().addKeyValue("body", id).log("no waves for now: {}", e.getMessage());
    }
  }

  /** Gives a Body that has no position the first of a broadcast that has begun anew. */
  void startAtTheBeginning() {
    startAt(() -> "0-0");
  }

  /** As {@link aether.bus.write.Inbox#nextWaves}. */
  List<Entry> next(String position, int count, Duration patience) {
    return Streams.await(lane, Keys.BROADCAST, position, count, patience).stream()
        .map(entry -> new Entry(Origin.BROADCAST, entry.getId(), entry.getBody()))
        .toList();
  }

  /** As {@link aether.bus.write.Inbox#waveCursor}. */
  String cursor() {
    startAt(this::young);
    Optional<String> stored = stored();
    if (stored.filter(Streams::isPosition).isPresent()) {
      return stored.get();
    }
    String now = Streams.since(link, Keys.BROADCAST, Duration.ZERO);
    LOG.atWarn()
        .addKeyValue("body", id)
        .log("'{}' holds no position; waves are read from now on", Keys.cursor(id));
    link.ask(r -> r.set(Keys.cursor(id), now));
    return now;
  }

  /** Takes waves off the broadcast that are older than any Body still reads; once an hour. */
  void trim() {
    long now = System.nanoTime();
    if (trimmedAt != 0 && now - trimmedAt < TRIM_EVERY.toNanos()) {
      return;
    }
    trimmedAt = now;
    try {
      String oldest = Streams.clock(link) - ProcessingLog.WAVES_KEPT.toMillis() + "-0";
      link.ask(r -> r.xtrim(Keys.BROADCAST, new XTrimArgs().minId(oldest).approximateTrimming()));
    } catch (BusException.Denied | BusException.Unusable e) {
      LOG.atDebug().addKeyValue("body", id).log("old waves stay: {}", e.getMessage());
    }
  }

  private String young() {
    return Streams.since(link, Keys.BROADCAST, maxAge);
  }

  private void startAt(Supplier<String> position) {
    if (link.ask(r -> r.exists(Keys.cursor(id))) == 0) {
      String first = position.get();
      boolean _ = link.find(r -> r.set(Keys.cursor(id), first, SetArgs.Builder.nx())).isPresent();
    }
  }

  /** What stands there as a text, if it does. */
  private Optional<String> stored() {
    try {
      return link.find(r -> r.get(Keys.cursor(id)));
    } catch (BusException.Unusable e) {
      return Optional.empty();
    }
  }
}
