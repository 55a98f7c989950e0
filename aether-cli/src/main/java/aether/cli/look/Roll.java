package aether.cli.look;

import aether.bus.Body;
import aether.bus.Directory;
import aether.bus.Liveness;
import aether.bus.Presence;
import aether.message.ProjectId;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Who is registered, and what each is doing. */
final class Roll {
  private Roll() {}

  /** One Body at one moment. Description and capabilities are untrusted text. */
  record Line(
      ProjectId id,
      Presence presence,
      long queued,
      String description,
      List<String> capabilities) {}

  /**
   * Calls the roll, in order of ids.
   *
   * @param transients whether waiting clients are called too
   */
  static List<Line> call(Directory directory, Liveness liveness, boolean transients) {
    Collection<Body> bodies = directory.bodies().values();
    Map<ProjectId, Presence> presence = liveness.presence(bodies.stream().map(Body::id).toList());
    return bodies.stream()
        .filter(body -> transients || !body.id().isTransient())
        .map(body ->
            new Line(
                body.id(),
                presence.getOrDefault(body.id(), new Presence.Offline()),
                liveness.queued(body.id()),
                body.description(),
                body.capabilities()))
        .toList();
  }
}
