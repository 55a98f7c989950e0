package aether.mcp;

import java.util.Map;
import java.util.Optional;

/**
 * A call of a tool.
 *
 * @param arguments checked against the tool's schema
 */
record Call(Map<String, Object> arguments, Client client) {
  Call {
    arguments = Map.copyOf(arguments);
  }

  /** The side that called. */
  interface Client {
    /** Whether it still waits for the answer. */
    boolean isWaiting();

    /**
     * Runs {@code answered} when the answer is on its way to the client, or {@code unwanted} when
     * the client no longer waits for it.
     */
    void afterAnswer(Runnable answered, Runnable unwanted);

    /** Tells it that something has happened meanwhile, if it wants to know. */
    void progress(String message);
  }

  /** The argument {@code name}, which is not blank. */
  String text(String name) {
    return find(name)
        .orElseThrow(() -> new IllegalArgumentException(name + " is missing or blank; give it"));
  }

  Optional<String> find(String name) {
    return Optional.ofNullable(arguments.get(name))
        .map(Object::toString)
        .filter(value -> !value.isBlank());
  }

  boolean flag(String name) {
    return find(name).map("true"::equals).orElse(false);
  }

  /** A number of seconds within 0 and {@code most}; 0 when it is not given. */
  int seconds(String name, int most) {
    int seconds = arguments.get(name) instanceof Number number ? number.intValue() : 0;
    if (seconds < 0 || seconds > most) {
      throw new IllegalArgumentException(
          name + " is " + seconds + "; it must be from 0 to " + most);
    }
    return seconds;
  }
}
