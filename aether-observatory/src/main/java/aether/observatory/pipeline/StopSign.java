package aether.observatory.pipeline;

import java.util.Optional;

/**
 * Says that no agent may run on this host. It is looked at before every run and several times a
 * second, never over the bus. Implementations answer at once, do not throw, and are safe for
 * several threads.
 */
@FunctionalInterface
public interface StopSign {
  /** Why everything is stopped, in one line; empty when it is not. */
  Optional<String> reason();

  /** One that never stops anything. */
  static StopSign never() {
    return Optional::empty;
  }
}
