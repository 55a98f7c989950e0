package aether.observatory.pipeline;

import aether.observatory.pipeline.Observatory.Timing;
import aether.observatory.prompt.Nonces;
import aether.observatory.turn.AgentRunner;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.Semaphore;

/**
 * What one Observatory works with, put together: where a message's turn is made from the Body's
 * settings, its ports and its agent.
 *
 * @param budget what the turns may spend
 * @param turn what each message goes through
 */
record Workbench(
    RunningTurns running, Suspension suspension, WaveProgress waves, Budget budget, Turn turn) {
  private static final Duration BUDGET_POLL = Duration.ofMillis(500);

  /**
   * One with nothing on it yet.
   *
   * @param maxParallel turns at the same time, at most
   * @param onChange called, on any thread, when the Body starts or stops thinking
   */
  static Workbench of(
      BodySettings settings,
      Ports ports,
      AgentRunner runner,
      int maxParallel,
      Keeping keeping,
      Runnable onChange) {
    Timing timing = keeping.timing();
    InstantSource clock = keeping.clock();
    RunningTurns running = new RunningTurns(clock, onChange);
    Suspension suspension = new Suspension(clock, timing.probeEvery(), ports.stopSign());
    WaveProgress waves = new WaveProgress();
    TurnState state =
        new TurnState(
            running,
            suspension,
            new Breaker(suspension),
            new Loops(ports.ledger(), clock),
            new Roster(ports.directory(), ports.liveness(), timing.rosterFreshness()),
            new WaveNotes(clock),
            waves,
            new Semaphore(maxParallel, true),
            timing.retryDelay(),
            ports.outbound(),
            ports.identity());
    Budget budget =
        new Budget(
            settings.id(),
            settings.limits().ceilings(),
            ports.ledger(),
            clock,
            () -> UUID.randomUUID().toString());
    return new Workbench(
        running,
        suspension,
        waves,
        budget,
        turn(settings, ports, new Hands(runner, budget, state), keeping));
  }

  /** What tells the time, and how it is kept. */
  record Keeping(Timing timing, InstantSource clock, Pause pause) {}

  /** Who does the work, who pays for it, and what its turns share. */
  private record Hands(AgentRunner runner, Budget budget, TurnState state) {}

  private static Turn turn(BodySettings settings, Ports ports, Hands hands, Keeping keeping) {
    InstantSource clock = keeping.clock();
    Budget budget = hands.budget();
    Duration probe = keeping.timing().probeEvery();
    Duration look = probe.compareTo(BUDGET_POLL) < 0 ? probe : BUDGET_POLL;
    return new Turn(
        settings,
        ports.log(),
        new Agent(hands.runner(), ports.log(), budget, settings, clock, ports.stopSign()),
        new BudgetGate(budget, ports.journal(), clock, look, Pause.real()),
        hands.state(),
        Nonces.from(new SecureRandom()),
        clock,
        keeping.pause());
  }
}
