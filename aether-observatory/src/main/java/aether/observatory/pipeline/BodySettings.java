package aether.observatory.pipeline;

import aether.bus.Body;
import aether.config.Waves;
import aether.message.ProjectId;
import java.nio.file.Path;
import java.util.Set;

/**
 * What one Body is and how its Observatory treats what comes in.
 *
 * @param workingDir the project's folder; it never leaves this host
 * @param reviewers the peers in a review relation: they are met in the critical register
 * @param verbatim whether the agent's own text is forwarded to the telescope
 * @param askFirst whether its replies wait for the operator's approval, whatever the bus says
 */
public record BodySettings(
    Body body,
    Path workingDir,
    Limits limits,
    Waves waves,
    Set<ProjectId> reviewers,
    boolean verbatim,
    boolean askFirst) {
  public BodySettings {
    reviewers = Set.copyOf(reviewers);
  }

  /** One whose replies are sent unless the operator asks for them. */
  public BodySettings(
      Body body,
      Path workingDir,
      Limits limits,
      Waves waves,
      Set<ProjectId> reviewers,
      boolean verbatim) {
    this(body, workingDir, limits, waves, reviewers, verbatim, false);
  }

  ProjectId id() {
    return body.id();
  }
}
