package aether.mcp.setup;

import aether.config.AgentVariables;
import aether.terminal.OneLine;
import aether.terminal.Refusal;
import aether.terminal.Surroundings;
import aether.wire.Json;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The {@code claude} program, which alone knows where it keeps its local and user servers. */
record ClaudeCli(String program, Surroundings around) {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  /** The one of {@code $AETHER_CLAUDE_BIN}, else the one on the PATH. */
  static Optional<ClaudeCli> find(Surroundings around) {
    return Optional.ofNullable(around.env().get(AgentVariables.PROGRAM))
        .filter(name -> !name.isBlank())
        .or(() -> OnPath.find("claude", around.env()).map(Path::toString))
        .map(program -> new ClaudeCli(program, around));
  }

  static List<String> add(Scope scope, Entry entry) {
    return List.of("mcp", "add-json", "-s", scope.word(), Entry.NAME, Json.write(entry.json()));
  }

  static List<String> remove(Scope scope) {
    return List.of("mcp", "remove", "-s", scope.word(), Entry.NAME);
  }

  /** A command line as a shell takes it. */
  static String shell(List<String> arguments) {
    return Stream.concat(Stream.of("claude"), arguments.stream())
        .map(word -> word.matches("[\\w./:=@-]+") ? word : "'" + word.replace("'", "'\\''") + "'")
        .collect(Collectors.joining(" "));
  }

  /** Puts {@code entry} in {@code scope}, in place of one that is there. */
  void put(Scope scope, Entry entry) {
    boolean _ = tried(remove(scope));
    call(add(scope, entry));
  }

  /** Has {@code arguments} done; a refusal in its own words when it does not. */
  void call(List<String> arguments) {
    Ran ran = run(arguments);
    if (ran.code() != 0) {
      throw Refusal.failed("`" + shell(arguments) + "` failed: " + OneLine.of(ran.said()));
    }
  }

  /** The same. @return whether it was done */
  boolean tried(List<String> arguments) {
    return run(arguments).code() == 0;
  }

  /** What came of running it. */
  private record Ran(int code, String said) {}

  private Ran run(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(around.directory().toFile());
    builder.environment().clear();
    builder.environment().putAll(around.env());
    builder
        .redirectErrorStream(true)
        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    try {
      Path said = Files.createTempFile("aether-claude-", ".out");
      try {
        Process process = builder.redirectOutput(said.toFile()).start();
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
          process.destroyForcibly();
          return new Ran(1, "no end after " + LIMIT.toSeconds() + " s");
        }
        return new Ran(process.exitValue(), Files.readString(said, StandardCharsets.UTF_8).strip());
      } finally {
        Files.deleteIfExists(said);
      }
    } catch (IOException e) {
      throw Refusal.failed("cannot run " + program + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refusal.failed("interrupted while " + program + " ran");
    }
  }
}
