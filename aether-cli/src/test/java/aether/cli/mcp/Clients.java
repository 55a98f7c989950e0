package aether.cli.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.opentest4j.TestAbortedException;

/** Programs of others that the tests run: where they are, and how to get them. */
final class Clients {
  private static final long LIMIT_SECONDS = 300;

  /** The top of the clone; tests run in the directory of their module. */
  static final Path CLONE = Path.of("").toAbsolutePath().resolveSibling("");

  private Clients() {}

  /** What a program wrote. */
  record Ran(int code, String out, String err) {}

  /** The fat jar of the server. */
  static Path jar() {
    return present(
        CLONE.resolve("aether-mcp/target/aether-mcp.jar"),
        "run `mvn -B -DskipTests package -pl aether-mcp -am`");
  }

  /** The directory in which the official MCP clients are installed. */
  static Path packages() {
    Path chosen =
        Optional.ofNullable(System.getenv("AETHER_TEST_NPM"))
            .map(Path::of)
            .orElse(CLONE.resolve("target/npm"));
    Path _ =
        present(
            chosen.resolve("node_modules/@modelcontextprotocol/sdk/package.json"),
            "copy aether-cli/src/test/npm/package.json to target/npm and run"
                + " `npm install --prefix target/npm`, or set AETHER_TEST_NPM");
    return chosen;
  }

  static Path node() {
    return packages().resolve("node_modules/node/bin/node");
  }

  /** The real client. */
  static Path claude() {
    return present(
        Optional.ofNullable(System.getenv("AETHER_TEST_CLAUDE"))
            .map(Path::of)
            .orElse(CLONE.resolve("target/claude/node_modules/.bin/claude")),
        "run `npm install --prefix target/claude @anthropic-ai/claude-code`, or set"
            + " AETHER_TEST_CLAUDE");
  }

  /** What is missing fails a test where everything has to be there, and is told of elsewhere. */
  private static Path present(Path file, String remedy) {
    if (Files.exists(file)) {
      return file;
    }
    String missing = "NOT TESTED with the real MCP clients: no " + file + "; " + remedy;
    if (Boolean.parseBoolean(System.getenv("CI"))) {
      throw new AssertionError(missing);
    }
    System.err.println(missing);
    throw new TestAbortedException(missing);
  }

  static Ran run(Path directory, Map<String, String> env, List<String> command) {
    try {
      Path out = Files.createTempFile(directory, "out", ".txt");
      Path err = Files.createTempFile(directory, "err", ".txt");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectInput(new File("/dev/null"))
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder
          .environment()
          .keySet()
          .removeIf(name -> name.startsWith("AETHER_") || name.startsWith("CLAUDE"));
      builder.environment().putAll(env);
      Process process = builder.start();
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
      return new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
