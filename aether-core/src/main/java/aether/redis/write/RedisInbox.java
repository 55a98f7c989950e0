package aether.redis.write;

import aether.bus.BusException;
import aether.bus.write.Entry;
import aether.bus.write.Entry.Origin;
import aether.bus.write.Inbox;
import aether.message.ProjectId;
import aether.redis.Keys;
import aether.redis.link.Failures;
import aether.redis.link.Lane;
import aether.redis.link.Link;
import aether.redis.link.Streams;
import io.lettuce.core.Consumer;
import io.lettuce.core.SetArgs;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAutoClaimArgs;
import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The streams {@code aether:inbox:<id>}, read by the group {@code grp-<id>} under the Body's own
 * name, and {@code aether:broadcast}, read from a cursor.
 */
final class RedisInbox implements Inbox {
  private static final Logger LOG = LoggerFactory.getLogger(RedisInbox.class);
  private static final String START = "0-0";
  private static final String NEW = ">";
  private static final int CLAIM_PAGE = 100;

  /** A broken connection may still swallow an entry for as long as its read waits in Redis. */
  private static final Duration DOUBT = Lane.BLOCK_LIMIT.multipliedBy(2);

  private final ProjectId id;
  private final String inbox;
  private final Consumer<String> consumer;
  private final Link link;
  private final Lane messages;
  private final Lane waves;
  private final HoldDrain holds;
  private String newest = START;
  private final AtomicInteger epoch = new AtomicInteger();
  private volatile long doubtUntil = System.nanoTime();

  RedisInbox(ProjectId id, Link link, HoldDrain holds) {
    this.id = id;
    this.inbox = Keys.inbox(id);
    this.consumer = Consumer.from(Keys.group(id), id.value());
    this.link = link;
    this.messages = link.lane();
    this.waves = link.lane();
    this.holds = holds;
  }

  @Override
  public void open() {
    prepare(Streams.end(link, Keys.BROADCAST).orElse(START));
  }

  @Override
  public int epoch() {
    return epoch.get();
  }

  @Override
  public List<Entry> unsettled(String position, int count) {
    String from = position;
    while (true) {
      List<StreamMessage<String, String>> page =
          link.ask(Streams.readGroup(consumer, inbox, from, count, Duration.ZERO));
      List<Entry> entries = present(page);
      page.forEach(entry -> isNew(entry.getId()));
      if (page.isEmpty() || !entries.isEmpty()) {
        return entries;
      }
      from = page.getLast().getId();
    }
  }

  @Override
  public List<Entry> next(int count, Duration patience) {
    return Streams.patiently(patience, block -> step(count, block));
  }

  @Override
  public List<Entry> nextWaves(String position, int count, Duration patience) {
    return Streams.await(waves, Keys.BROADCAST, position, count, patience).stream()
        .map(entry -> new Entry(Origin.BROADCAST, entry.getId(), entry.getBody()))
        .toList();
  }

  @Override
  public String waveCursor() {
    return link.find(r -> r.get(Keys.cursor(id))).orElse(START);
  }

  @Override
  public int drainHolds() {
    return holds.drain();
  }

  private List<Entry> step(int count, Duration block) {
    try {
      boolean doubt = doubtUntil - System.nanoTime() > 0;
      List<Entry> missed = doubt ? handOut(newest(), count, Duration.ZERO) : List.of();
      return missed.isEmpty() ? handOut(NEW, count, block) : missed;
    } catch (BusException.Unavailable e) {
      doubtUntil = System.nanoTime() + DOUBT.toNanos();
      throw e;
    } catch (IllegalStateException e) {
      if (!Failures.says(e, "NOGROUP") && !Failures.says(e, "UNBLOCKED")) {
        throw e;
      }
      repair();
      return List.of();
    }
  }

  private List<Entry> handOut(String position, int count, Duration block) {
    var read = messages.ask(Streams.readGroup(consumer, inbox, position, count, block));
    return present(read.stream().filter(entry -> isNew(entry.getId())).toList());
  }

  /** The group is gone, or all of Redis: what is in the inbox now is read from its beginning. */
  private void repair() {
    LOG.atWarn().addKeyValue("body", id).log("the inbox's group was lost and is made again");
    if (link.ask(r -> r.exists(inbox)) == 0) {
      forget();
    }
    prepare(START);
  }

  private void prepare(String firstWave) {
    try {
      link.ask(r ->
          r.xgroupCreate(
              StreamOffset.from(inbox, START),
              Keys.group(id),
              XGroupCreateArgs.Builder.mkstream()));
      epoch.incrementAndGet();
    } catch (IllegalStateException e) {
      if (!Failures.says(e, "BUSYGROUP")) {
        throw e;
      }
    }
    boolean _ = link.find(r -> r.set(Keys.cursor(id), firstWave, SetArgs.Builder.nx())).isPresent();
    takeOver();
  }

  /** What was handed out under any other name is mine: there is one owner per Body. */
  private void takeOver() {
    String from = START;
    do {
      String position = from;
      from =
          link.ask(r ->
                  r.xautoclaim(
                      inbox,
                      XAutoClaimArgs.Builder.justid(consumer, Duration.ZERO, position)
                          .count(CLAIM_PAGE)))
              .getId();
    } while (!from.equals(START));
  }

  /** Leaves out, and acknowledges, entries that somebody has deleted from the stream. */
  private List<Entry> present(List<StreamMessage<String, String>> read) {
    String[] deleted =
        read.stream()
            .filter(entry -> entry.getBody().isEmpty())
            .map(StreamMessage::getId)
            .toArray(String[]::new);
    if (deleted.length > 0) {
      LOG.atWarn().addKeyValue("body", id).log("{} entries were deleted unread", deleted.length);
      link.ask(r -> r.xack(inbox, Keys.group(id), deleted));
    }
    return read.stream()
        .filter(entry -> !entry.getBody().isEmpty())
        .map(entry -> new Entry(Origin.INBOX, entry.getId(), entry.getBody()))
        .toList();
  }

  /** Whether an entry comes after all that were handed out here; from now on it does not. */
  private synchronized boolean isNew(String entry) {
    boolean later = Entry.IN_ORDER.compare(entry, newest) > 0;
    newest = later ? entry : newest;
    return later;
  }

  private synchronized String newest() {
    return newest;
  }

  private synchronized void forget() {
    newest = START;
  }
}
