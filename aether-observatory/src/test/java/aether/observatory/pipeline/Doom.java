package aether.observatory.pipeline;

import java.util.Optional;

/** That a process ends in the middle of what it does; told to whoever watches it. */
final class Doom {
  private volatile Optional<Witness> witness = Optional.empty();
  private volatile boolean struck;

  void watchedBy(Witness one) {
    witness = Optional.of(one);
    if (struck) {
      one.died();
    }
  }

  void strike() {
    struck = true;
    witness.ifPresent(Witness::died);
  }
}
