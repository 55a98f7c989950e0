package aether.observatory.turn;

import aether.observatory.turn.ChildProcess.Patience;
import aether.observatory.turn.ChildProcess.Verdict;
import aether.observatory.turn.Lines.Line;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which {@code claude} a command names, as it says itself. */
public sealed interface ClaudeVersion {
  /** It can be started. */
  record Present(Path executable, String version) implements ClaudeVersion {}

  /** It cannot, or says nothing; why, in one sentence. */
  record Absent(String why) implements ClaudeVersion {}

  /**
   * Asks {@code command} for its version, for at most 20 s.
   *
   * @param command a path, or a name looked up on the {@code PATH} of {@code env}
   * @throws InterruptedException when interrupted meanwhile; nothing runs on
   */
  static ClaudeVersion ask(String command, Map<String, String> env) throws InterruptedException {
    Optional<Path> executable = Executable.find(command, env);
    if (executable.isEmpty()) {
      return new Absent(Executable.tried(command, env));
    }
    List<String> lines = new ArrayList<>();
    ProcessBuilder builder = new ProcessBuilder(executable.get().toString(), "--version");
    Duration limit = Duration.ofSeconds(20);
    try {
      ChildProcess.Ending ending =
          ChildProcess.run(
              builder,
              new byte[0],
              new Patience(limit, limit, Duration.ofSeconds(1)),
              line -> remember(lines, line),
              ChildRegister.none());
      return ending.exitCode() == 0 && !lines.isEmpty()
          ? new Present(executable.get(), lines.getFirst())
          : new Absent("'%s --version' does not answer".formatted(executable.get()));
    } catch (IOException e) {
      return new Absent("'%s' cannot be started: %s".formatted(executable.get(), e.getMessage()));
    }
  }

  private static Verdict remember(List<String> lines, Line line) {
    if (line instanceof Line.Text text && !text.text().isBlank()) {
      lines.add(text.text().strip());
    }
    return Verdict.MORE;
  }
}
