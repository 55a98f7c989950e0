package aether.observatory.turn;

import aether.config.AgentVariables;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How {@code claude} is started.
 *
 * @param command a path, or a name looked up on {@code PATH}
 * @param model the model it is pinned to; empty for the client's own choice
 * @param jsonSchema whether the form of the control block is given to a client that takes one
 */
public record ClaudeSettings(
    String command,
    Optional<String> model,
    Confinement confinement,
    Limits limits,
    boolean jsonSchema) {
  public ClaudeSettings {
    if (command.isBlank()) {
      throw new IllegalArgumentException("the claude command is blank; give a path or a name");
    }
  }

  /** Reading tools only, in the project's folder, for at most 300 s and 0.50 US dollars. */
  public static ClaudeSettings standard() {
    return new ClaudeSettings(
        "claude", Optional.empty(), Confinement.standard(), Limits.standard(), false);
  }

  /** The standard ones, with the executable that {@code $AETHER_CLAUDE_BIN} names, if it does. */
  public static ClaudeSettings of(Map<String, String> env) {
    ClaudeSettings standard = standard();
    return Optional.ofNullable(env.get(AgentVariables.PROGRAM))
        .filter(bin -> !bin.isBlank())
        .map(standard::withCommand)
        .orElse(standard);
  }

  /** The same with another executable. */
  public ClaudeSettings withCommand(String other) {
    return new ClaudeSettings(other, model, confinement, limits, jsonSchema);
  }

  /** The same with another model. */
  public ClaudeSettings withModel(Optional<String> other) {
    return new ClaudeSettings(command, other, confinement, limits, jsonSchema);
  }

  /** The same with another confinement. */
  public ClaudeSettings withConfinement(Confinement other) {
    return new ClaudeSettings(command, model, other, limits, jsonSchema);
  }

  /** The same with other limits. */
  public ClaudeSettings withLimits(Limits other) {
    return new ClaudeSettings(command, model, confinement, other, jsonSchema);
  }

  /** The same, with or without a form. */
  public ClaudeSettings withJsonSchema(boolean given) {
    return new ClaudeSettings(command, model, confinement, limits, given);
  }

  /**
   * What the agent may touch.
   *
   * @param tools the only tools it is given
   * @param denied permission rules in the client's own syntax, stronger than any other
   * @param allowWrite whether it may also edit files of its folder
   */
  public record Confinement(List<String> tools, List<String> denied, boolean allowWrite) {
    public Confinement {
      tools = List.copyOf(tools);
      denied = List.copyOf(denied);
    }

    /**
     * {@code Read}, {@code Grep}, {@code Glob}; no keys, no {@code .env}, nothing of the system.
     */
    public static Confinement standard() {
      return new Confinement(
          List.of("Read", "Grep", "Glob"),
          List.of(
              "Read(**/.env)",
              "Read(**/.env.*)",
              "Read(**/*.pem)",
              "Read(**/*.key)",
              "Read(./.git/**)",
              "Read(./.claude/**)",
              "Read(~/.ssh/**)",
              "Read(~/.claude/**)",
              "Read(//etc/**)",
              "Read(//proc/**)"),
          false);
    }

    /** The same, with or without the right to edit files. */
    public Confinement withAllowWrite(boolean allowed) {
      return new Confinement(tools, denied, allowed);
    }
  }

  /**
   * How far one run may go.
   *
   * @param maxTurns calls of the model, at least 1
   * @param maxBudgetUsd US dollars, above 0; checked after each call, so it may be overshot
   * @param wallClock the whole run
   * @param idle without a line of output
   * @param killGrace between asking it to end and ending it
   */
  public record Limits(
      int maxTurns,
      BigDecimal maxBudgetUsd,
      Duration wallClock,
      Duration idle,
      Duration killGrace) {
    public Limits {
      if (maxTurns < 1) {
        throw new IllegalArgumentException("maxTurns is " + maxTurns + "; give at least 1");
      }
      if (maxBudgetUsd.signum() <= 0) {
        throw new IllegalArgumentException(
            "maxBudgetUsd is " + maxBudgetUsd.toPlainString() + "; give more than 0");
      }
    }

    /** 12 turns, 0.50 US dollars, 300 s in all, 120 s of silence, 5 s to end. */
    public static Limits standard() {
      return new Limits(
          12,
          new BigDecimal("0.50"),
          Duration.ofSeconds(300),
          Duration.ofSeconds(120),
          Duration.ofSeconds(5));
    }

    /** The same with another budget. */
    public Limits withMaxBudgetUsd(BigDecimal usd) {
      return new Limits(maxTurns, usd, wallClock, idle, killGrace);
    }

    /** The same with other times. */
    public Limits withTimes(Duration wall, Duration silence, Duration grace) {
      return new Limits(maxTurns, maxBudgetUsd, wall, silence, grace);
    }
  }
}
