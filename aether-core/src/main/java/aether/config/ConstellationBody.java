package aether.config;

import aether.bus.Body;
import aether.message.ProjectId;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * One Body of the star chart: what the bus may know of it, and what only its own host knows.
 *
 * @param workingDir the project's directory, absolute; empty for a Body of another host. It never
 *     leaves this host (D29)
 * @param waves what it does with announcements
 * @param reviews the peers it is in review relation with: they are met in the critical register
 *     (CONTRACT §7)
 * @param verbatimTelescope whether its turns show their text, not only their milestones
 * @param maxHopsCeiling the largest hop limit it accepts from a sender (D13); empty for the
 *     Observatory's own
 */
public record ConstellationBody(
    Body body,
    Optional<Path> workingDir,
    Waves waves,
    Set<ProjectId> reviews,
    boolean verbatimTelescope,
    OptionalInt maxHopsCeiling) {
  public ConstellationBody {
    reviews = Set.copyOf(reviews);
  }

  public ProjectId id() {
    return body.id();
  }
}
