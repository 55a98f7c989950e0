package aether.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a Body's agent runs, as far as the star chart says; what is absent is the Observatory's own.
 *
 * @param model the model it is pinned to
 * @param tools the only tools it is given
 * @param deny permission rules added to those that always hold
 * @param runner another agent than {@code claude}
 * @param jsonSchema whether the form of its decision is given to the client too, where it takes one
 */
public record AgentChoice(
    Optional<String> model,
    Optional<List<String>> tools,
    List<String> deny,
    Pace pace,
    Optional<OtherAgent> runner,
    boolean jsonSchema) {
  public AgentChoice {
    tools = tools.map(List::copyOf);
    deny = List.copyOf(deny);
  }

  /**
   * How far one run goes, and how many there are.
   *
   * @param maxTurns calls of the model in one run
   * @param timeout the whole of a run
   * @param idleTimeout without a line of output
   * @param maxParallel runs at the same time
   */
  public record Pace(
      OptionalInt maxTurns,
      Optional<Duration> timeout,
      Optional<Duration> idleTimeout,
      OptionalInt maxParallel) {}

  /**
   * A command that is given the prompt on its input.
   *
   * @param command the executable and its arguments; nothing of a message is ever added to them
   * @param files what it keeps of its own, its login for instance, and may write in a sandbox;
   *     empty when nobody says
   */
  public record OtherAgent(List<String> command, Format format, Optional<List<Path>> files) {
    public OtherAgent {
      command = List.copyOf(command);
      files = files.map(List::copyOf);
    }
  }

  /** What such a command writes to its output. */
  public enum Format {
    /** The answer, as it is. It says no cost. */
    TEXT,
    /** What {@code claude -p --output-format stream-json} writes. */
    CLAUDE_STREAM_JSON
  }
}
