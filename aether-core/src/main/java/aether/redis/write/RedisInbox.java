package aether.redis.write;

import aether.bus.BusException;
import aether.bus.write.Entry;
import aether.bus.write.Entry.Origin;
import aether.bus.write.Inbox;
import aether.message.ProjectId;
import aether.redis.Keys;
import aether.redis.link.Call;
import aether.redis.link.Failures;
import aether.redis.link.Lane;
import aether.redis.link.Link;
import aether.redis.link.Streams;
import io.lettuce.core.Consumer;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAutoClaimArgs;
import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stream {@code aether:inbox:<id>}, read by the group {@code grp-<id>} under the Body's own
 * name, and beside it the waves.
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
  private final RedisWaves waves;
  private final HoldDrain holds;
  private final History history;
  private String newest = START;

  /** The last entry handed out when the group had to be made again; it gives all of them again. */
  private String newestOfLostGroup = START;

  private final AtomicInteger epoch = new AtomicInteger();

  private boolean opened;
  private volatile long doubtUntil = System.nanoTime();
  private volatile boolean doubtIsNew;

  /**
   * @param waveMaxAge how old a wave may be that a Body reads which was never here before
   */
  RedisInbox(ProjectId id, Link link, HoldDrain holds, History history, Duration waveMaxAge) {
    this.history = history;
    this.id = id;
    this.inbox = Keys.inbox(id);
    this.consumer = Consumer.from(Keys.group(id), id.value());
    this.link = link;
    this.messages = link.lane();
    this.waves = new RedisWaves(id, link, waveMaxAge);
    this.holds = holds;
  }

  @Override
  public synchronized void open() {
    boolean older = history.hasGoneBackwards(link) || hasGoneBackwards();
    if (older) {
      LOG.atWarn().addKeyValue("body", id).log("the bus has gone on from an older copy");
      forget();
    }
    boolean made = prepare();
    if (!made && !opened) {
      doubt(); // a read of the owner before may still wait in Redis
    }
    opened = true;
    if (!made && older) {
      epoch.incrementAndGet();
    }
    waves.open();
  }

  /** Whether the inbox has never had what was handed out here: told by nothing but itself. */
  private boolean hasGoneBackwards() {
    return Streams.reached(link, inbox)
        .filter(last -> Entry.IN_ORDER.compare(last, newest) < 0)
        .isPresent();
  }

  @Override
  public int epoch() {
    return epoch.get();
  }

  @Override
  public List<Entry> unsettled(String position, int count) {
    String from = position;
    while (true) {
      List<StreamMessage<String, String>> page = link.ask(read(from, count, Duration.ZERO));
      List<Entry> entries = present(page);
      page.forEach(entry -> note(entry.getId()));
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
    return waves.next(position, count, patience);
  }

  @Override
  public String waveCursor() {
    return waves.cursor();
  }

  @Override
  public int drainHolds() {
    waves.trim();
    return holds.drain();
  }

  private List<Entry> step(int count, Duration block) {
    try {
      return doubtUntil - System.nanoTime() > 0
          ? inDoubt(count, block)
          : handOut(messages.ask(read(NEW, count, block)));
    } catch (BusException.Unavailable e) {
      doubt();
      throw e;
    } catch (IllegalStateException e) {
      if (!Failures.says(e, "NOGROUP") && !Failures.says(e, "UNBLOCKED")) {
        throw e;
      }
      repair();
      return List.of();
    }
  }

  /**
   * What came since the last entry handed out, in order, although another read of mine that nobody
   * hears any more may take some of it: what this read brings waits for what that one took before.
   * Both travel together, and the first of them does not wait, since something may lie there.
   */
  private List<Entry> inDoubt(int count, Duration block) {
    Duration patience = doubtIsNew ? Duration.ZERO : block;
    doubtIsNew = false;
    String known = newest();
    var read = messages.askBoth(read(NEW, count, patience), read(known, count, Duration.ZERO));
    List<StreamMessage<String, String>> came = new ArrayList<>(read.getFirst());
    came.removeIf(entry -> Entry.IN_ORDER.compare(entry.getId(), known) > 0);
    came.addAll(read.getLast());
    if (came.size() >= count) {
      doubt();
    }
    return handOut(came);
  }

  private void doubt() {
    doubtUntil = System.nanoTime() + DOUBT.toNanos();
    doubtIsNew = true;
  }

  private Call<List<StreamMessage<String, String>>> read(
      String position, int count, Duration block) {
    return Streams.readGroup(consumer, inbox, position, count, block);
  }

  /** All but what comes again because the group was made again. */
  private List<Entry> handOut(List<StreamMessage<String, String>> read) {
    return present(read.stream().filter(entry -> isDue(entry.getId())).toList());
  }

  /** The group is gone, or all of Redis: what is in the inbox now is read from its beginning. */
  private void repair() {
    LOG.atWarn().addKeyValue("body", id).log("the inbox's group was lost and is made again");
    if (link.ask(r -> r.exists(inbox)) == 0) {
      forget();
    }
    boolean _ = prepare();
    boolean _ = history.hasGoneBackwards(link);
    waves.startAtTheBeginning();
  }

  /** Makes the group unless it is there. @return whether it had to be made */
  private boolean prepare() {
    boolean made = makeGroup();
    takeOver();
    return made;
  }

  private boolean makeGroup() {
    try {
      link.ask(r ->
          r.xgroupCreate(
              StreamOffset.from(inbox, START),
              Keys.group(id),
              XGroupCreateArgs.Builder.mkstream()));
      groupIsNew();
      epoch.incrementAndGet();
      return true;
    } catch (IllegalStateException e) {
      if (!Failures.says(e, "BUSYGROUP")) {
        throw e;
      }
      return false;
    }
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

  /** Whether an entry that the group gives out is to be handed out: not before it was lost. */
  private synchronized boolean isDue(String entry) {
    note(entry);
    return Entry.IN_ORDER.compare(entry, newestOfLostGroup) > 0;
  }

  private synchronized void note(String entry) {
    newest = Entry.IN_ORDER.compare(entry, newest) > 0 ? entry : newest;
  }

  private synchronized void groupIsNew() {
    newestOfLostGroup = newest;
  }

  private synchronized String newest() {
    return newest;
  }

  private synchronized void forget() {
    newest = START;
  }
}
