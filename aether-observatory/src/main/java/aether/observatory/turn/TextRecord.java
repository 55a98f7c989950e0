package aether.observatory.turn;

import aether.event.TurnUsage;
import aether.observatory.turn.ChildProcess.Ending;
import aether.observatory.turn.ChildProcess.Verdict;
import aether.observatory.turn.Lines.Line;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * What a command has written whose output is its answer. Written by the reading thread alone; read
 * by the caller when that thread is done.
 */
final class TextRecord implements ChildProcess.Listener {
  private final StringBuilder text = new StringBuilder();
  private final AgentName name;
  private boolean tooLong;

  TextRecord(AgentName name) {
    this.name = name;
  }

  @Override
  public Verdict line(Line line) {
    switch (line) {
      case Line.Text(String said, _) when text.length() + said.length() <= Lines.MAX_LINE ->
          text.append(said).append('\n');
      case Line.Text _, Line.TooLong _, Line.TooMuch _ -> tooLong = true;
    }
    return Verdict.MORE;
  }

  /** What it all came to, {@code duration} after the start. */
  RunResult result(Ending ending, UUID session, Duration duration) {
    boolean whole = ending.stop() == ChildProcess.Stop.ENDED && ending.exitCode() == 0 && !tooLong;
    if (whole) {
      return new RunResult.Answered(text.toString(), session, unknown(duration));
    }
    Optional<TurnUsage> used = Optional.of(unknown(duration));
    return ending.isBySignal()
        ? new RunResult.Signalled(why(ending, duration), used)
        : new RunResult.Failed(why(ending, duration), used);
  }

  private String why(Ending ending, Duration duration) {
    boolean ended = ending.stop() == ChildProcess.Stop.ENDED;
    return ended && ending.exitCode() == 0
        ? name.said("wrote more than " + (Lines.MAX_LINE >> 20) + " MiB")
        : name.why(ending, duration, "");
  }

  /** A run that does not say what it cost. */
  static TurnUsage unknown(Duration duration) {
    return new TurnUsage(
        Optional.empty(), Optional.empty(), Optional.empty(), duration, Optional.empty());
  }
}
