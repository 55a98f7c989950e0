package aether.observatory.pipeline;

import aether.message.ProjectId;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends running turns while the stop sign is up. For use by one thread. */
final class Halt {
  private static final Logger LOG = LoggerFactory.getLogger(Halt.class);

  private final ProjectId me;
  private final StopSign sign;
  private final RunningTurns running;
  private final Runnable onChange;
  private boolean stopped;

  /**
   * @param onChange called when the sign was seen to go up or down
   */
  Halt(ProjectId me, StopSign sign, RunningTurns running, Runnable onChange) {
    this.me = me;
    this.sign = sign;
    this.running = running;
    this.onChange = onChange;
  }

  /** Looks at the sign and does what it says. */
  void look() {
    Optional<String> reason = sign.reason();
    if (reason.isPresent()) {
      running.stopAll();
    }
    if (reason.isPresent() != stopped) {
      stopped = reason.isPresent();
      LOG.atWarn().addKeyValue("body", me).log(reason.orElse("no longer stopped"));
      onChange.run();
    }
  }
}
