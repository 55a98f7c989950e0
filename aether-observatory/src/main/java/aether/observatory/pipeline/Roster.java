package aether.observatory.pipeline;

import aether.bus.Body;
import aether.bus.Directory;
import aether.bus.Liveness;
import aether.bus.Presence;
import aether.bus.PublishedKey;
import aether.identity.Registry;
import aether.message.KeyId;
import aether.message.ProjectId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

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
      refresh(System.nanoTime() - freshness.toNanos());
    }
    return last;
  }

  /** The keys in the registry: those last seen, or as they stand from the call on. */
  Registry registry() {
    return new Registry() {
      @Override
      public Optional<PublishedKey> held(ProjectId id) {
        return key(last, id);
      }

      @Override
      public Optional<PublishedKey> now(ProjectId id) {
        refresh(System.nanoTime());
        return key(last, id);
      }

      @Override
      public Optional<ProjectId> holder(KeyId key) {
        return Registry.holder(key, last.bodies().values());
      }
    };
  }

  private static Optional<PublishedKey> key(Snapshot snapshot, ProjectId id) {
    return Optional.ofNullable(snapshot.bodies().get(id)).flatMap(Body::key);
  }

  /** Reads anew unless that was begun after {@code since}, in {@link System#nanoTime}. */
  private synchronized void refresh(long since) {
    if (read && readAt - since >= 0) {
      return;
    }
    long began = System.nanoTime();
    Map<ProjectId, Body> bodies = directory.bodies();
    last = new Snapshot(bodies, liveness.presence(bodies.keySet()));
    readAt = began;
    read = true;
  }
}
