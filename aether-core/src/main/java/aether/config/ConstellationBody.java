package aether.config;

import aether.bus.Body;
import aether.message.ProjectId;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One Body of the star chart: what the bus may know of it, and what only its own host knows.
 *
 * @param workingDir the project's directory, absolute; empty for a Body of another host. It never
 *     leaves this host (D29)
 * @param waves what it does with announcements
 * @param peers how it stands to others
 * @param verbatimTelescope whether its turns show their text, not only their milestones
 * @param terms how its agent runs, and within what limits
 */
public record ConstellationBody(
    Body body,
    Optional<Path> workingDir,
    Waves waves,
    Peers peers,
    boolean verbatimTelescope,
    Terms terms) {
  /**
   * How the agent of a Body runs, and within what limits.
   *
   * @param limits those that the star chart sets, raised ones too; the usual ones are left out
   * @param askFirst whether its replies wait until somebody has approved of them
   * @param signatures what it makes of them; empty when the star chart does not say
   */
  public record Terms(
      AgentChoice agent,
      Map<Limit, BigDecimal> limits,
      boolean askFirst,
      Optional<Signatures> signatures) {
    public Terms {
      limits = Map.copyOf(limits);
    }
  }

  /** The peers that are met in the critical register (CONTRACT §7). */
  public Set<ProjectId> reviews() {
    return peers.reviewers();
  }

  public ProjectId id() {
    return body.id();
  }
}
