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
  private boolean tooLong;

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
    return whole
        ? new RunResult.Answered(text.toString(), session, unknown(duration))
        : new RunResult.Failed(why(ending, duration), Optional.of(unknown(duration)));
  }

  /** A run that does not say what it cost. */
  static TurnUsage unknown(Duration duration) {
    return new TurnUsage(
        Optional.empty(), Optional.empty(), Optional.empty(), duration, Optional.empty());
  }

  private static String why(Ending ending, Duration duration) {
    return switch (ending.stop()) {
      case ENDED -> {
        String stderr = WholeText.firstLine(ending.errors());
        String exit =
            ending.exitCode() == 0
                ? "the runner wrote more than " + (Lines.MAX_LINE >> 20) + " MiB"
                : "the runner exited with " + ending.exitCode();
        yield stderr.isEmpty() ? exit : exit + ": " + stderr;
      }
      case REFUSED -> "the runner was refused";
      case WALL_CLOCK ->
          "the runner was ended after %d ms, the limit of a run; raise `timeout` or ask for less"
              .formatted(duration.toMillis());
      case IDLE ->
          "the runner was ended after %d ms, silent beyond `idle_timeout`"
              .formatted(duration.toMillis());
      case TOO_MUCH_OUTPUT ->
          "the runner was ended: it wrote more than " + (Lines.MAX_TOTAL >> 20) + " MiB";
    };
  }
}
