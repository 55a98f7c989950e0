package aether.cli.talk;

import aether.bus.Body;
import aether.bus.Presence;
import aether.message.Envelope;
import aether.message.ProjectId;
import aether.message.Recipient;
import aether.redis.RedisObserver;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Who will deal with a message soon. */
final class Audience {
  private Audience() {}

  /** A comet's recipient; for a wave the Bodies that are online, its sender excepted. */
  static Set<ProjectId> of(Envelope envelope, RedisObserver bus) {
    return switch (envelope.to()) {
      case Recipient.Project(ProjectId id) -> Set.of(id);
      case Recipient.Everyone wave -> online(envelope.from(), wave, bus);
    };
  }

  private static Set<ProjectId> online(
      ProjectId sender, Recipient.Everyone wave, RedisObserver bus) {
    Set<ProjectId> concerned =
        bus.directory().bodies().values().stream()
            .filter(body -> wave.concerns(body.capabilities()))
            .map(Body::id)
            .collect(Collectors.toSet());
    Map<ProjectId, Presence> presence = bus.liveness().presence(concerned);
    return presence.entrySet().stream()
        .filter(body -> body.getValue().isOnline())
        .map(Map.Entry::getKey)
        .filter(id -> !id.isTransient() && !id.equals(sender))
        .collect(Collectors.toSet());
  }
}
