package aether.observatory;

import aether.config.AgentChoice;
import aether.observatory.sandbox.Sandbox;
import aether.observatory.sandbox.SandboxMode;
import aether.observatory.turn.AgentRunner;
import aether.observatory.turn.ChildRegister;
import aether.observatory.turn.ClaudeRunner;
import aether.observatory.turn.ClaudeSettings;
import aether.observatory.turn.ClaudeSettings.Confinement;
import aether.observatory.turn.CommandRunner;
import aether.observatory.turn.FirstProcess;
import aether.observatory.turn.Housing;
import aether.terminal.Refusal;
import aether.terminal.Surroundings;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Makes the agent of a Body out of what the star chart says and what is usual.
 *
 * @param turnUsd US dollars a run, at most
 * @param register knows of each run, so that what a killed Observatory leaves is ended
 */
record AgentSetup(AgentChoice choice, BigDecimal turnUsd, Bounds bounds, ChildRegister register) {
  /**
   * What keeps the agent from harm.
   *
   * @param allowWrite whether it may edit files of its project
   * @param sandbox whether it is confined by the operating system
   * @param project its folder
   */
  record Bounds(boolean allowWrite, SandboxMode sandbox, Path project) {}

  private static final String WRITES =
      "aether: --allow-write: messages from the bus can now change files here, and nobody reviews"
          + " them";

  /** The agent; a refusal when it cannot run, and a warning of whatever widens what it may do. */
  AgentRunner runner(Surroundings around) throws InterruptedException {
    return choice.runner().isPresent() ? other(choice.runner().get(), around) : claude(around);
  }

  private AgentRunner other(AgentChoice.OtherAgent agent, Surroundings around) {
    if (bounds.allowWrite()) {
      throw Refusal.usage(
          "--allow-write is for claude alone; what '%s' may do is its own affair"
              .formatted(agent.command().getFirst()));
    }
    CommandRunner runner =
        new CommandRunner(
            agent,
            settings(ClaudeSettings.standard()),
            around.env(),
            around.clock(),
            UUID::randomUUID,
            new Housing(register, ofAnother(agent, around)));
    refuse(runner.problem());
    return runner;
  }

  private AgentRunner claude(Surroundings around) throws InterruptedException {
    ClaudeSettings settings = settings(ClaudeSettings.of(around.env()));
    warn(settings.confinement(), around);
    refuse(runner(settings, Sandbox.none(""), around).problem());
    Sandbox sandbox = chosen(around);
    ClaudeRunner runner = runner(settings, sandbox, around);
    Optional<String> misfit =
        sandbox instanceof Sandbox.Unconfined ? Optional.empty() : runner.misfit(bounds.project());
    return misfit.isPresent()
        ? runner(settings, required(Sandbox.none(misfit.get())), around)
        : runner;
  }

  private ClaudeRunner runner(ClaudeSettings settings, Sandbox where, Surroundings around) {
    return new ClaudeRunner(
        settings, around.env(), around.clock(), UUID::randomUUID, new Housing(register, where));
  }

  /** Another agent is confined where it is known what it needs, or that is required. */
  private Sandbox ofAnother(AgentChoice.OtherAgent agent, Surroundings around) {
    return bounds.sandbox() == SandboxMode.AUTO && agent.files().isEmpty()
        ? Sandbox.none(
            "the agent is not claude; name what it keeps as `files` of its runner, or give"
                + " --sandbox require")
        : chosen(around);
  }

  /** The sandbox of this host that is asked for and works. */
  private Sandbox chosen(Surroundings around) {
    return required(
        bounds
            .sandbox()
            .choose(System.getProperty("os.name", ""), around.env(), new FirstProcess()));
  }

  /** {@code sandbox}; a refusal when it is none and one is required. */
  private Sandbox required(Sandbox sandbox) {
    if (bounds.sandbox() == SandboxMode.REQUIRE
        && sandbox instanceof Sandbox.Unconfined(String why)) {
      throw Refusal.failed("no sandbox: %s; --sandbox auto starts without one".formatted(why));
    }
    return sandbox;
  }

  /** {@code usual} with what the star chart says instead. */
  ClaudeSettings settings(ClaudeSettings usual) {
    Confinement confinement = usual.confinement();
    List<String> denied =
        Stream.concat(confinement.denied().stream(), choice.deny().stream()).distinct().toList();
    return usual
        .withModel(choice.model().or(usual::model))
        .withJsonSchema(choice.jsonSchema())
        .withLimits(limits(usual.limits()))
        .withConfinement(
            new Confinement(
                choice.tools().orElse(confinement.tools()), denied, bounds.allowWrite()));
  }

  private ClaudeSettings.Limits limits(ClaudeSettings.Limits usual) {
    return new ClaudeSettings.Limits(
        choice.pace().maxTurns().orElse(usual.maxTurns()),
        turnUsd,
        choice.pace().timeout().orElse(usual.wallClock()),
        choice.pace().idleTimeout().orElse(usual.idle()),
        usual.killGrace());
  }

  private static void warn(Confinement confinement, Surroundings around) {
    if (confinement.allowWrite()) {
      around.streams().err().println(WRITES);
    }
    List<String> beyond =
        confinement.tools().stream()
            .filter(tool -> !Confinement.standard().tools().contains(tool))
            .toList();
    if (!beyond.isEmpty()) {
      around
          .streams()
          .err()
          .println(
              "aether: tools beyond reading: "
                  + String.join(", ", beyond)
                  + "; messages from the bus can now use them here, and nobody reviews that");
    }
  }

  private static void refuse(Optional<String> problem) {
    problem.ifPresent(why -> {
      throw Refusal.failed(why);
    });
  }
}
