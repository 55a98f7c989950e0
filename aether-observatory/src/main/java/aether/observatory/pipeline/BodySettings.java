package aether.observatory.pipeline;

import aether.bus.Body;
import aether.config.Peers;
import aether.config.Waves;
import aether.message.ProjectId;
import java.nio.file.Path;
import java.util.Set;

/**
 * What one Body is and how its Observatory treats what comes in.
 *
 * @param workingDir the project's folder; it never leaves this host
 * @param peers how it stands to others
 * @param verbatim whether the agent's own text is forwarded to the telescope
 * @param askFirst whether its replies wait for the operator's approval, whatever the bus says
 */
public record BodySettings(
    Body body,
    Path workingDir,
    Limits limits,
    Waves waves,
    Peers peers,
    boolean verbatim,
    boolean askFirst) {
  /** One of whom nothing is known of peers but whom it reviews. */
  public BodySettings(
      Body body,
      Path workingDir,
      Limits limits,
      Waves waves,
      Set<ProjectId> reviewers,
      boolean verbatim,
      boolean askFirst) {
    this(body, workingDir, limits, waves, Peers.reviewing(reviewers), verbatim, askFirst);
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

  /** The same Body described by {@code other}. */
  public BodySettings with(Body other) {
    return new BodySettings(other, workingDir, limits, waves, peers, verbatim, askFirst);
  }

  /** The peers in review relation. */
  public Set<ProjectId> reviewers() {
    return peers.reviewers();
  }

  ProjectId id() {
    return body.id();
  }
}
