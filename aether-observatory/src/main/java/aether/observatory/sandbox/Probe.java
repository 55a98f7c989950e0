package aether.observatory.sandbox;

import java.util.List;
import java.util.Optional;

/** Tries a command that does nothing, in bounded time. */
@FunctionalInterface
public interface Probe {
  /** Why {@code line} does not end well, in one line; empty when it does. */
  Optional<String> refusal(List<String> line);
}
