package aether.observatory.turn;

import aether.observatory.sandbox.Probe;
import aether.observatory.turn.ChildProcess.Ending;
import aether.observatory.turn.ChildProcess.Patience;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Tries a command as a run would start it; it has 10 s. */
public final class FirstProcess implements Probe {
  private static final Duration WALL = Duration.ofSeconds(10);

  /** One that needs nothing. */
  public FirstProcess() {}

  @Override
  public Optional<String> refusal(List<String> line) {
    try {
      Ending ending =
          ChildProcess.run(
              new ProcessBuilder(line),
              new byte[0],
              new Patience(WALL, WALL, Duration.ofSeconds(1)),
              _ -> ChildProcess.Verdict.MORE,
              ChildRegister.none());
      return ending.stop() == ChildProcess.Stop.ENDED && ending.exitCode() == 0
          ? Optional.empty()
          : Optional.of(why(ending));
    } catch (IOException e) {
      return Optional.of(WholeText.firstLine(String.valueOf(e.getMessage())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }

  private static String why(Ending ending) {
    String said = WholeText.firstLine(ending.errors());
    return said.isEmpty() ? "exit " + ending.exitCode() : said;
  }
}
