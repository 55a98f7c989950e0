package aether.observatory.turn;

import aether.observatory.turn.ChildProcess.Patience;
import aether.observatory.turn.ChildProcess.Stop;
import java.util.Optional;

/** The instants at which a process is ended, in {@link System#nanoTime}. For one thread. */
final class Deadlines {
  private final Patience patience;
  private final long start = System.nanoTime();
  private Optional<Long> saidAll = Optional.empty();

  Deadlines(Patience patience) {
    this.patience = patience;
  }

  /** Nothing more is to come: what is left is the grace, and silence is no fault. */
  void saidAll() {
    if (saidAll.isEmpty()) {
      saidAll = Optional.of(System.nanoTime());
    }
  }

  /** Which deadline has passed, when the last line came at {@code lastLine}. */
  Optional<Stop> passed(long lastLine) {
    if (saidAll.isPresent()) {
      return graceLeft() <= 0 ? Optional.of(Stop.ENDED) : Optional.empty();
    }
    if (wallLeft() <= 0) {
      return Optional.of(Stop.WALL_CLOCK);
    }
    return idleLeft(lastLine) <= 0 ? Optional.of(Stop.IDLE) : Optional.empty();
  }

  /** Nanoseconds to the next deadline. */
  long rest(long lastLine) {
    return saidAll.isPresent() ? graceLeft() : Math.min(wallLeft(), idleLeft(lastLine));
  }

  private long graceLeft() {
    return patience.killGrace().toNanos() - (System.nanoTime() - saidAll.orElse(start));
  }

  private long wallLeft() {
    return patience.wallClock().toNanos() - (System.nanoTime() - start);
  }

  private long idleLeft(long lastLine) {
    return patience.idle().toNanos() - (System.nanoTime() - lastLine);
  }
}
