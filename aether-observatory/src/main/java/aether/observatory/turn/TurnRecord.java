package aether.observatory.turn;

import aether.event.Milestone;
import aether.event.TurnUsage;
import aether.observatory.turn.ChildProcess.Ending;
import aether.observatory.turn.ChildProcess.Verdict;
import aether.observatory.turn.Lines.Line;
import aether.observatory.turn.StreamEvent.Ended;
import aether.observatory.turn.StreamEvent.Spent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one run has said so far, and what that comes to in the end.
 *
 * <p>Written by the reading thread alone; read by the caller when that thread is done.
 */
final class TurnRecord implements ChildProcess.Listener {
  private static final Logger LOG = LoggerFactory.getLogger(TurnRecord.class);
  private static final String STALE = "No conversation found with session ID";

  /** Codes above are those of a process that a signal has ended: it may have been at work. */
  private static final int LAST_OWN_EXIT = 128;

  private static final String BUSY = "; it is tried again by itself";

  private final AgentName name;
  private final UUID requested;
  private final boolean resumed;
  private final Function<StreamEvent.Init, Optional<String>> attestation;
  private final boolean introduced;
  private final Consumer<Milestone> watcher;

  private Optional<UUID> session = Optional.empty();
  private Optional<String> model = Optional.empty();
  private Optional<String> lastText = Optional.empty();
  private Optional<String> apiError = Optional.empty();
  private Optional<Instant> resetsAt = Optional.empty();
  private Optional<String> violation = Optional.empty();
  private Optional<Ended> ended = Optional.empty();
  private boolean started;
  private boolean cut;

  /**
   * A record of a run in {@code session}, which is an old one when {@code resumed}.
   *
   * @param attestation what is wrong with how the agent started; empty when nothing is
   * @param introduced whether it must say how it started before it does anything
   */
  TurnRecord(
      AgentName name,
      UUID session,
      boolean resumed,
      Function<StreamEvent.Init, Optional<String>> attestation,
      boolean introduced,
      Consumer<Milestone> watcher) {
    this.name = name;
    this.requested = session;
    this.resumed = resumed;
    this.attestation = attestation;
    this.introduced = introduced;
    this.watcher = watcher;
  }

  @Override
  public Verdict line(Line line) {
    return switch (line) {
      case Line.Text(String text, boolean complete) -> {
        List<StreamEvent> events = StreamJson.events(text);
        cut = !complete && events.isEmpty();
        yield events.stream().map(this::event).max(Verdict::compareTo).orElse(Verdict.MORE);
      }
      case Line.TooLong(), Line.TooMuch() -> Verdict.MORE;
    };
  }

  private Verdict event(StreamEvent event) {
    if (introduced && !started && acts(event)) {
      violation = Optional.of("it did not say with what it runs");
      return Verdict.REFUSED;
    }
    return switch (event) {
      case StreamEvent.Init init -> init(init);
      case StreamEvent.Said said -> {
        lastText = Optional.of(said.text());
        model = said.model().or(() -> model);
        tell(new Milestone.Text(said.text()));
        yield Verdict.MORE;
      }
      case StreamEvent.UsedTool tool -> {
        lastText = Optional.empty();
        tell(new Milestone.ToolUse(tool.name()));
        yield Verdict.MORE;
      }
      case StreamEvent.ApiError error -> {
        apiError = Optional.of(error.kind()).filter(kind -> !isVaguer(kind)).or(() -> apiError);
        yield Verdict.MORE;
      }
      case StreamEvent.Limited limit -> {
        resetsAt = Optional.of(limit.resetsAt());
        yield Verdict.MORE;
      }
      case Ended end -> {
        ended = Optional.of(end);
        session = end.session().or(() -> session);
        tell(new Milestone.TurnDone(end.subtype()));
        yield Verdict.FINISHED;
      }
    };
  }

  private static boolean acts(StreamEvent event) {
    return switch (event) {
      case StreamEvent.Said _, StreamEvent.UsedTool _ -> true;
      case Ended end -> !end.failed();
      case StreamEvent.Init _, StreamEvent.ApiError _, StreamEvent.Limited _ -> false;
    };
  }

  private Verdict init(StreamEvent.Init init) {
    violation = attestation.apply(init);
    if (violation.isPresent()) {
      return Verdict.REFUSED;
    }
    session = init.session();
    model = init.model();
    if (!started) {
      tell(new Milestone.TurnStart());
    }
    started = true;
    return Verdict.MORE;
  }

  private void tell(Milestone milestone) {
    try {
      watcher.accept(milestone);
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).log("a watcher failed; the run goes on");
    }
  }

  /** What it all came to, {@code duration} after the start. */
  RunResult result(Ending ending, Duration duration) {
    if (violation.isPresent()) {
      return new RunResult.PolicyViolation(name.said("was ended: " + violation.get()));
    }
    return ended.map(end -> ofEnd(end, duration)).orElseGet(() -> withoutEnd(ending, duration));
  }

  private RunResult ofEnd(Ended end, Duration duration) {
    if (!end.failed()) {
      String text = end.text().or(() -> lastText).orElse("");
      return new RunResult.Answered(text, session.orElse(requested), usage(end.spent(), duration));
    }
    if (resumed && end.errors().stream().anyMatch(error -> error.startsWith(STALE))) {
      return new RunResult.StaleSession(WholeText.firstLine(end.errors().getFirst()));
    }
    String said = end.text().orElseGet(() -> String.join("; ", end.errors()));
    String error =
        name.said("failed: ") + WholeText.firstLine(said.isBlank() ? end.subtype() : said);
    Optional<TurnUsage> usage = Optional.of(usage(end.spent(), duration));
    return refusal(error, usage).orElseGet(() -> new RunResult.Failed(error, usage));
  }

  /** After its tries the client tells of any fault of the server alike. */
  private boolean isVaguer(String kind) {
    return kind.equals("server_error") && apiError.isPresent();
  }

  /** The refusals of the provider that another try at once does not heal. */
  private Optional<RunResult> refusal(String error, Optional<TurnUsage> usage) {
    return switch (apiError.orElse("")) {
      case "authentication_failed" -> unable(error + "; " + name.login(), usage);
      case "billing_error" -> unable(error + "; add credit or log in to another account", usage);
      case "model_not_found" -> unable(error + "; choose a model this account has", usage);
      case "rate_limit" ->
          resetsAt
              .<RunResult>map(at -> new RunResult.LimitedUntil(at, error, usage))
              .or(() -> unable(error + BUSY, usage));
      case "overloaded" -> unable(error + BUSY, usage);
      default -> Optional.empty();
    };
  }

  private static Optional<RunResult> unable(String error, Optional<TurnUsage> usage) {
    return Optional.of(new RunResult.Unable(error, usage));
  }

  /** A result line cut at the exit still leaves an answer, when nothing but text came last. */
  private RunResult withoutEnd(Ending ending, Duration duration) {
    TurnUsage unknown = usage(Spent.UNKNOWN, duration);
    boolean atRest = ending.stop() == ChildProcess.Stop.ENDED;
    if (atRest && ending.exitCode() == 0 && cut && lastText.isPresent() && apiError.isEmpty()) {
      return new RunResult.Answered(lastText.get(), session.orElse(requested), unknown);
    }
    if (atRest && resumed && !started && ending.errors().contains(STALE)) {
      return new RunResult.StaleSession(WholeText.firstLine(ending.errors()));
    }
    String why = name.why(ending, duration, " without a result");
    Optional<TurnUsage> used =
        started || !atRest || ending.exitCode() > LAST_OWN_EXIT
            ? Optional.of(unknown)
            : Optional.empty();
    return ending.isBySignal()
        ? new RunResult.Signalled(why, used)
        : new RunResult.Failed(why, used);
  }

  private TurnUsage usage(Spent spent, Duration duration) {
    StreamEvent.Calls calls = ended.map(Ended::calls).orElse(StreamEvent.Calls.UNKNOWN);
    return new TurnUsage(
        spent.costUsd(),
        spent.inputTokens(),
        spent.outputTokens(),
        duration,
        model,
        calls.turns(),
        calls.denials());
  }
}
