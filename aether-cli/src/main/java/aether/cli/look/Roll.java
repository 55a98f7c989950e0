package aether.cli.look;

import aether.bus.Body;
import aether.bus.Liveness;
import aether.bus.Presence;
import aether.message.ProjectId;
import aether.redis.RedisObserver;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Who is registered, and what each is doing. */
final class Roll {
  private Roll() {}

  /**
   * One Body at one moment. Description and capabilities are untrusted text.
   *
   * @param since when one that is offline was last heard of, one that is killed was ended, one that
   *     thinks began, one that is suspended became so, another came online; absent where nobody
   *     knows
   */
  record Line(
      ProjectId id,
      Presence presence,
      Optional<Instant> since,
      long queued,
      String description,
      List<String> capabilities) {}

  /**
   * Calls the roll, in order of ids.
   *
   * @param transients whether waiting clients are called too
   */
  static List<Line> call(RedisObserver bus, boolean transients) {
    Liveness liveness = bus.liveness();
    Collection<Body> bodies = bus.directory().bodies().values();
    Map<ProjectId, Presence> presence = liveness.presence(bodies.stream().map(Body::id).toList());
    LastSeen seen =
        LastSeen.in(
            bus.events(),
            those(presence, Presence.Offline.class),
            those(presence, Presence.Killed.class),
            paused(presence));
    return bodies.stream()
        .filter(body -> transients || !body.id().isTransient())
        .map(body ->
            new Line(
                body.id(),
                presence.getOrDefault(body.id(), new Presence.Offline()),
                since(body.id(), presence.getOrDefault(body.id(), new Presence.Offline()), seen),
                liveness.queued(body.id()),
                body.description(),
                body.capabilities()))
        .toList();
  }

  private static Set<ProjectId> those(Map<ProjectId, Presence> all, Class<?> how) {
    return all.entrySet().stream()
        .filter(each -> how.isInstance(each.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private static Set<ProjectId> paused(Map<ProjectId, Presence> all) {
    return all.entrySet().stream()
        .filter(each -> each.getValue() instanceof Presence.Suspended why && why.isPaused())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private static Optional<Instant> since(ProjectId id, Presence presence, LastSeen seen) {
    return switch (presence) {
      case Presence.Offline _ -> seen.deed(id);
      case Presence.Killed _ -> seen.end(id);
      case Presence.Thinking thinking -> Optional.of(thinking.since());
      case Presence.Idle idle -> idle.since();
      case Presence.Suspended suspended ->
          suspended.isPaused() ? seen.pause(id) : suspended.since();
    };
  }
}
