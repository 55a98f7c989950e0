package aether.observatory.pipeline;

import java.time.Duration;

/** Lets time pass; tests let none. */
@FunctionalInterface
public interface Pause {
  void of(Duration duration) throws InterruptedException;

  /** Really waits. */
  static Pause real() {
    return Thread::sleep;
  }
}
