package aether.stargazer;

import aether.bus.Directory;
import aether.bus.EventLog;
import aether.bus.Liveness;
import aether.message.ProjectId;
import aether.redis.RedisObserver;
import aether.web.Listening;
import aether.web.LocalServer;
import io.javalin.Javalin;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;

/** The server: one reader of the bus, many who look at what it has read. */
public final class Stargazer implements AutoCloseable {
  /** Records kept at most: twice the mirror's own bound, and more. */
  private static final int MOST_RECORDS = 150_000;

  private final LocalServer server;
  private final Tail tail;

  private Stargazer(LocalServer server, Tail tail) {
    this.server = server;
    this.tail = tail;
  }

  /** What it reads. */
  record Source(EventLog events, Directory directory, Liveness liveness, InstantSource clock) {
    static Source of(RedisObserver bus, InstantSource clock) {
      return new Source(bus.events(), bus.directory(), bus.liveness(), clock);
    }

    /** How many messages wait for each registered Body; empty where nobody may look. */
    Map<ProjectId, Long> queues() {
      return liveness.queues(directory.bodies().keySet());
    }
  }

  /**
   * Starts to serve what {@code bus} tells, to this machine alone.
   *
   * @param bus stays the caller's to close
   * @param port 0 for a free one
   * @throws aether.terminal.Refusal when the port cannot be had
   */
  public static Stargazer of(RedisObserver bus, InstantSource clock, int port) {
    return start(Source.of(bus, clock), Door.LOOPBACK, HubLimits.USUAL, Listening.here(port));
  }

  /**
   * Starts to serve what {@code source} tells.
   *
   * @throws aether.terminal.Refusal when the port cannot be had
   */
  static Stargazer start(Source source, Door door, HubLimits limits, Listening where) {
    Archive archive = new Archive(source.events(), MOST_RECORDS);
    Tail tail = Tail.of(archive);
    try {
      return new Stargazer(
          LocalServer.start(
              create(source, archive, new EventHub(archive, tail, limits), tail, door, where),
              where),
          tail);
    } catch (RuntimeException e) {
      tail.close();
      throw e;
    }
  }

  /** The server with its routes, not started. */
  static Javalin create(
      Source source, Archive archive, EventHub hub, Tail tail, Door door, Listening where) {
    Routes routes =
        new Routes(
            new Views(archive, source.directory(), source.liveness()),
            new Sky(archive),
            new Roll(archive, source.directory(), source.liveness(), source.clock()),
            hub,
            new Telemetry(archive, hub, tail, source::queues, source.clock()));
    return LocalServer.create(door::admit, routes::addTo, where);
  }

  /** Where it is found on this machine. */
  public URI address() {
    return server.address();
  }

  /** Ends it; whoever watches is let go. */
  @Override
  public void close() {
    tail.close();
    server.close();
  }
}
