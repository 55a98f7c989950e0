package aether.operator;

import aether.bus.BusException;
import aether.bus.EventLog;
import aether.bus.Recorded;
import aether.event.EventCodec;
import aether.wire.Json;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Follows the mirror: one reader for all listeners, however many there are. It also looks at the
 * Bodies every two seconds while somebody listens, for nobody writes an event when one goes away.
 */
final class Feed implements AutoCloseable {
  private static final int BATCH = 512;
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);
  private static final Duration AFTER_FAILURE = Duration.ofMillis(500);

  private final EventLog events;
  private final Conversations conversations;
  private final Supplier<JsonNode> bodies;
  private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
  private final CountDownLatch caughtUp = new CountDownLatch(1);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread;
  private String position = EventLog.START;
  private String lastBodies = "";
  private long lookedAt;

  private Feed(EventLog events, Conversations conversations, Supplier<JsonNode> bodies) {
    this.events = events;
    this.conversations = conversations;
    this.bodies = bodies;
    this.thread = Thread.ofVirtual().name("panel-feed").unstarted(this::loop);
  }

  /** Begins to follow; returns when what is recorded by now is known, or after two seconds. */
  static Feed start(EventLog events, Conversations conversations, Supplier<JsonNode> bodies) {
    Feed feed = new Feed(events, conversations, bodies);
    feed.thread.start();
    try {
      boolean _ = feed.caughtUp.await(2, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return feed;
  }

  /** Somebody listens from now on. */
  Listener listen() {
    Listener listener = new Listener();
    listeners.add(listener);
    if (closing.getCount() == 0) {
      listener.end();
    }
    return listener;
  }

  void leave(Listener listener) {
    listeners.remove(listener);
  }

  @Override
  public void close() {
    closing.countDown();
    thread.interrupt();
    listeners.forEach(Listener::end);
  }

  private void loop() {
    while (closing.getCount() > 0) {
      try {
        follow();
      } catch (BusException e) {
        logger().debug("following again soon: {}", e.getMessage());
        caughtUp.countDown();
        rest();
      } catch (RuntimeException e) {
        logger().error("following failed, again soon", e);
        rest();
      }
    }
  }

  private void follow() {
    List<Recorded> batch =
        caughtUp.getCount() > 0
            ? events.after(position, BATCH)
            : events.await(position, BATCH, PATIENCE);
    if (batch.isEmpty()) {
      caughtUp.countDown();
    }
    batch.forEach(this::tell);
    if (!listeners.isEmpty() && System.nanoTime() - lookedAt > LOOK_EVERY.toNanos()) {
      look();
    }
  }

  private void tell(Recorded recorded) {
    position = recorded.position();
    conversations.see(recorded);
    if (!listeners.isEmpty() && caughtUp.getCount() == 0) {
      String data =
          "{\"id\": "
              + Json.write(Json.mapper().getNodeFactory().stringNode(recorded.position()))
              + ", \"record\": "
              + EventCodec.encode(recorded.event())
              + "}";
      broadcast("record", data);
    }
  }

  private void look() {
    lookedAt = System.nanoTime();
    String now = Json.write(bodies.get());
    if (!now.equals(lastBodies)) {
      lastBodies = now;
      broadcast("bodies", now);
    }
  }

  private void broadcast(String name, String data) {
    String frame = "event: " + name + "\ndata: " + data + "\n\n";
    listeners.forEach(listener -> listener.offer(frame));
  }

  private void rest() {
    try {
      boolean _ = closing.await(AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Logger logger() {
    return LoggerFactory.getLogger(Feed.class);
  }
}
