package aether.observatory.pipeline;

import aether.event.Event;
import aether.event.EventCodec;
import aether.event.Extinction;
import aether.event.TurnUsage;
import aether.message.Envelope;
import aether.observatory.turn.ControlBlock;
import aether.observatory.turn.StoredResult;
import aether.view.TerminalText;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What follows from the end of the runs for one message: an answer, another try, a dead letter, or
 * a wait until the agent can run again. Safe for several threads.
 */
final class Aftermath {
  private static final Logger LOG = LoggerFactory.getLogger(Aftermath.class);
  private static final String FAIL_SAFE = "fail-safe: malformed model output, no reply sent";

  private final BodySettings settings;
  private final TurnState state;
  private final Conclusion conclusion;
  private final Discretion discretion;

  Aftermath(BodySettings settings, TurnState state, Conclusion conclusion) {
    this.settings = settings;
    this.state = state;
    this.conclusion = conclusion;
    this.discretion = new Discretion(settings.workingDir());
  }

  /** Settles what can be, and says what to do next. */
  Next of(Incoming incoming, Envelope envelope, Ending ending, RunningTurn turn)
      throws InterruptedException {
    return switch (ending) {
      case Ending.Decided(var block, var session, int attempts) -> {
        state.breaker().worked();
        StoredResult result =
            new StoredResult(
                block, Optional.of(session.toString()), Optional.empty(), turn.takeUsage());
        yield conclusion.answer(incoming, envelope, result, attempts, turn.take());
      }
      case Ending.Malformed malformed -> {
        state.breaker().worked();
        yield conclusion.settle(incoming, malformed(malformed, turn.takeUsage()), turn.take());
      }
      case Ending.OverRate(long count) ->
          conclusion.settle(
              incoming,
              Admission.overRate(count, settings.limits()).orElseThrow(),
              turn.takeInVain());
      case Ending.Failed(String error, int attempts)
          when attempts < settings.limits().maxAttempts() ->
          tryAgain(envelope, error, attempts, turn);
      case Ending.Failed(String error, int attempts) ->
          dead(incoming, error, attempts, turn.takeInVain());
      case Ending.Violation(String error, int attempts) ->
          dead(incoming, "policy violation: " + error, attempts, turn.takeInVain());
      case Ending.OverBudget _, Ending.Stopped _ -> again(turn, Duration.ZERO);
      case Ending.Unable(String error) -> {
        LOG.warn("no turn can run until this is mended: {}", TerminalText.line(error));
        state.suspension().suspend(state.outbound().orFinding("error", error));
        yield again(turn, Duration.ZERO);
      }
      case Ending.Limited(var at, String error) -> {
        LOG.warn("the provider refuses until {}: {}", at, TerminalText.line(error));
        state.suspension().suspendUntil(state.outbound().orFinding("error", error), at);
        yield again(turn, Duration.ZERO);
      }
    };
  }

  private Next tryAgain(Envelope envelope, String error, int attempts, RunningTurn turn) {
    state.breaker().failed(error);
    LOG.atWarn()
        .addKeyValue("conversation", envelope.conversation())
        .addKeyValue("message", envelope.id())
        .addKeyValue("attempts", attempts)
        .log("run failed, will be tried again: {}", TerminalText.line(error));
    return again(turn, state.retryDelay());
  }

  /** The same message later; what this run has shown and cost is told all the same. */
  Next again(RunningTurn turn, Duration after) {
    state.running().leave(turn.takeInVain());
    return new Next.Retry(after);
  }

  /** Gives the message up. */
  Next dead(Incoming incoming, String error, int attempts, List<Event> milestones)
      throws InterruptedException {
    state.breaker().failed(error);
    LOG.atWarn()
        .addKeyValue("entry", incoming.entry().id())
        .addKeyValue("attempts", attempts)
        .log("given up: {}", TerminalText.line(error));
    return conclusion.settle(
        incoming,
        new Outcome.Dead(Extinction.Cause.TURN_FAILED, told(error), attempts),
        milestones);
  }

  private String told(String error) {
    return state.outbound().orFinding("error", discretion.of(error));
  }

  private Outcome malformed(Ending.Malformed malformed, Optional<TurnUsage> usage) {
    Extinction why = new Extinction.MalformedOutput(told(malformed.problem()));
    StoredResult stored =
        new StoredResult(
            ControlBlock.silence(FAIL_SAFE),
            Optional.of(malformed.session()).map(UUID::toString),
            Optional.of(EventCodec.reason(why)),
            usage);
    return new Outcome.Withheld(Conclusion.end(stored, malformed.attempts()), why);
  }
}
