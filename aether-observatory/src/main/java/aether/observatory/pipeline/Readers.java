package aether.observatory.pipeline;

import aether.bus.BusException;
import aether.bus.Control;
import aether.bus.ControlState;
import aether.bus.EventLog;
import aether.bus.write.Entry;
import aether.bus.write.Inbox;
import aether.message.ConversationId;
import aether.message.ProjectId;
import aether.view.TerminalText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings in what arrives: one thread reads the Body's inbox, one the broadcast. Whatever the bus
 * does, they go on reading until they are stopped or refused for good.
 */
final class Readers {
  private static final Logger LOG = LoggerFactory.getLogger(Readers.class);
  private static final int BATCH = 64;
  private static final int PAGE = 256;
  private static final Duration WHILE_PARKED = Duration.ofMillis(500);
  private static final Duration WHILE_BEHIND = Duration.ofMillis(250);
  private static final Duration RESCAN_EVERY = Duration.ofSeconds(30);

  /** The least time between two scans, in times what the last one took. */
  private static final int SCAN_PAUSE = 50;

  private static final long LONGEST_BACKOFF_MS = 2_000;

  private final ProjectId me;
  private final Inbox inbox;
  private final Control control;
  private final Dispatcher dispatcher;
  private final WaveProgress waves;
  private final Duration block;
  private final Alarm alarm;
  private final BusWatch watch;
  private final List<Thread> threads;
  private volatile boolean stopping;
  private long nextScan;

  /**
   * @param block how long a read waits for something to arrive
   * @param alarm whom to tell when reading fails
   */
  Readers(
      ProjectId me,
      Inbox inbox,
      Control control,
      Dispatcher dispatcher,
      WaveProgress waves,
      Duration block,
      Alarm alarm) {
    this.me = me;
    this.inbox = inbox;
    this.control = control;
    this.dispatcher = dispatcher;
    this.waves = waves;
    this.block = block;
    this.alarm = alarm;
    this.watch = new BusWatch(me);
    this.threads =
        List.of(
            reader("inbox-reader", this::readInbox), reader("broadcast-reader", this::readWaves));
  }

  /** A platform thread: it sits in a read, and a virtual one would be woken by way of another. */
  private Thread reader(String name, Reading reading) {
    return Thread.ofPlatform().daemon().name(name).unstarted(() -> loop(reading));
  }

  void start() {
    threads.forEach(Thread::start);
  }

  /** Stops reading; waits for the threads to end, at most two seconds each. */
  void stop() throws InterruptedException {
    stopping = true;
    threads.forEach(Thread::interrupt);
    for (Thread thread : threads) {
      boolean _ = thread.join(Duration.ofSeconds(2));
    }
  }

  /**
   * Who is told when reading fails.
   *
   * @param onFatal told why, when nothing more will be read
   * @param onTrouble told why, when it is tried again but somebody has to mend a key
   */
  record Alarm(Consumer<String> onFatal, Consumer<String> onTrouble) {}

  /** One reader's work between two failures of the bus. */
  @FunctionalInterface
  private interface Reading {
    void go() throws InterruptedException;
  }

  private void loop(Reading reading) {
    long backoff = 100;
    while (!stopping) {
      long began = System.nanoTime();
      try {
        inbox.open();
        watch.back();
        reading.go();
      } catch (InterruptedException e) {
        return;
      } catch (BusException.Denied e) {
        alarm.onFatal().accept(e.getMessage());
        return;
      } catch (BusException.Unavailable e) {
        if (stopping) {
          return;
        }
        if (e instanceof BusException.Unusable) {
          alarm.onTrouble().accept(String.valueOf(e.getMessage()));
        } else {
          watch.away(String.valueOf(e.getMessage()));
        }
      } catch (RuntimeException e) {
        LOG.error("reading failed, again soon: {}", TerminalText.line(String.valueOf(e)));
        LOG.debug("what failed", e);
      } catch (Error e) {
        alarm.onFatal().accept("reading met a fault that nothing here can mend: " + e);
        throw e;
      }
      boolean lastedAWhile = System.nanoTime() - began > Duration.ofSeconds(10).toNanos();
      backoff = lastedAWhile ? 100 : Math.min(backoff * 2, LONGEST_BACKOFF_MS);
      if (!rest(ThreadLocalRandom.current().nextLong(backoff / 2, backoff))) {
        return;
      }
    }
  }

  private static boolean rest(long millis) {
    try {
      Thread.sleep(millis);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  private void readInbox() throws InterruptedException {
    drainAndScan();
    while (!stopping) {
      boolean parked = resumeWhatMay();
      if (System.nanoTime() - nextScan > 0) {
        drainAndScan();
      }
      catchUp();
      Duration patience = dispatcher.isAnyBehind() ? WHILE_BEHIND : parked ? WHILE_PARKED : block;
      for (Entry entry : inbox.next(BATCH, patience.compareTo(block) < 0 ? patience : block)) {
        dispatcher.accept(Incoming.of(entry));
      }
    }
  }

  /** Brings what conversations have left on the bus and have room for now. */
  private void catchUp() throws InterruptedException {
    Optional<Dispatcher.Behind> behind = dispatcher.behind();
    if (behind.isEmpty()) {
      return;
    }
    Optional<String> position = Optional.of(behind.get().after());
    while (position.isPresent() && dispatcher.hasRoom(behind.get())) {
      position = acceptPage(position.get(), BATCH);
    }
  }

  /** Accepts what is not settled of the next page. @return its end; empty when there is no more */
  private Optional<String> acceptPage(String after, int count) throws InterruptedException {
    dispatcher.beginPage();
    try {
      List<Entry> page = inbox.unsettled(after, count);
      for (Entry entry : page) {
        dispatcher.accept(Incoming.of(entry));
      }
      return page.isEmpty() ? Optional.empty() : Optional.of(page.getLast().id());
    } finally {
      dispatcher.endPage();
    }
  }

  private void drainAndScan() throws InterruptedException {
    int drained = inbox.drainHolds();
    if (drained > 0) {
      LOG.info("moved {} messages that a peer had held for this Body", drained);
    }
    long began = System.nanoTime();
    scan();
    long now = System.nanoTime();
    nextScan = now + Math.max(RESCAN_EVERY.toNanos(), SCAN_PAUSE * (now - began));
  }

  /** Accepts everything handed out before and not settled since, in order. */
  private void scan() throws InterruptedException {
    dispatcher.fromTheBeginning();
    Optional<String> position = Optional.of(EventLog.START);
    while (position.isPresent()) {
      position = acceptPage(position.get(), PAGE);
    }
  }

  /** Lets paused conversations go on that no longer are. @return whether any still stands still */
  private boolean resumeWhatMay() throws InterruptedException {
    List<ConversationId> parked = dispatcher.parked();
    if (parked.isEmpty()) {
      return false;
    }
    boolean killed = control.isKilled(me);
    if (!killed && control.isPaused(me)) {
      return true;
    }
    Map<ConversationId, ControlState> states = control.conversations(parked);
    List<ConversationId> resumed =
        parked.stream()
            .filter(
                id -> killed || states.getOrDefault(id, ControlState.ACTIVE) != ControlState.PAUSED)
            .toList();
    if (!resumed.isEmpty()) {
      dispatcher.unpark(resumed);
      scan();
    }
    return resumed.size() < parked.size();
  }

  private void readWaves() throws InterruptedException {
    String position = inbox.waveCursor();
    while (!stopping) {
      for (Entry entry : inbox.nextWaves(position, BATCH, block)) {
        position = entry.id();
        waves.opened(position);
        dispatcher.accept(Incoming.of(entry));
      }
    }
  }
}
