package aether.observatory.pipeline;

import aether.bus.Body;
import aether.bus.Directory;
import aether.bus.Liveness;
import aether.bus.Presence;
import aether.message.ProjectId;
import java.time.Duration;
import java.util.Map;

/**
 * Who is registered and who is online, read from the bus at most once per {@code freshness}. Safe
 * for several threads.
 */
final class Roster {
  /** The Bodies of one moment. */
  record Snapshot(Map<ProjectId, Body> bodies, Map<ProjectId, Presence> presence) {
    Snapshot {
      bodies = Map.copyOf(bodies);
      presence = Map.copyOf(presence);
    }

    boolean knows(ProjectId id) {
      return bodies.containsKey(id);
    }

    boolean isOnline(ProjectId id) {
      return presence.getOrDefault(id, new Presence.Offline()).isOnline();
    }
  }

  private final Directory directory;
  private final Liveness liveness;
  private final Duration freshness;
  private volatile Snapshot last = new Snapshot(Map.of(), Map.of());
  private volatile long readAt;
  private volatile boolean read;

  Roster(Directory directory, Liveness liveness, Duration freshness) {
    this.directory = directory;
    this.liveness = liveness;
    this.freshness = freshness;
  }

  /** The Bodies now, or as they were up to {@code freshness} ago. */
  Snapshot snapshot() {
    if (!read || System.nanoTime() - readAt >= freshness.toNanos()) {
      refresh();
    }
    return last;
  }

  private synchronized void refresh() {
    if (read && System.nanoTime() - readAt < freshness.toNanos()) {
      return;
    }
    Map<ProjectId, Body> bodies = directory.bodies();
    last = new Snapshot(bodies, liveness.presence(bodies.keySet()));
    readAt = System.nanoTime();
    read = true;
  }
}
