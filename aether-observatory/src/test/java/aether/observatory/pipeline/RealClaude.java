package aether.observatory.pipeline;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import aether.observatory.sandbox.Sandbox;
import aether.observatory.turn.ClaudeRunner;
import aether.observatory.turn.ClaudeSettings;
import aether.observatory.turn.Housing;
import aether.testkit.FakeMessagesApi;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The real client, talking to a fake API. It is the one that {@code $AETHER_TEST_CLAUDE} names,
 * that {@code .ci/run} has put into {@code target/claude}, or that stands on the PATH.
 */
final class RealClaude {
  private static final String MODEL = "claude-sonnet-4-5";

  private RealClaude() {}

  /** Where it is; without it CI fails, and elsewhere the test is aborted and says so. */
  static Path executable() {
    Optional<Path> found = candidates().filter(Files::isExecutable).findFirst();
    if (found.isPresent()) {
      return found.get();
    }
    String missing =
        "no real claude: run `npm install --prefix target/claude @anthropic-ai/claude-code`, or set"
            + " AETHER_TEST_CLAUDE";
    if (Boolean.parseBoolean(System.getenv("CI"))) {
      fail(missing);
    }
    System.err.println("NOT TESTED WITH THE REAL CLAUDE: " + missing);
    return abort(missing);
  }

  private static Stream<Path> candidates() {
    Path here = Path.of("").toAbsolutePath();
    String built = "target/claude/node_modules/.bin/claude";
    Stream<Path> named =
        Optional.ofNullable(System.getenv("AETHER_TEST_CLAUDE")).map(Path::of).stream();
    Stream<Path> installed = Stream.of(here.resolve(built), here.resolve("..").resolve(built));
    Stream<Path> path =
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .map(folder -> Path.of(folder, "claude"));
    return Stream.of(named, installed, path)
        .flatMap(places -> places)
        .map(place -> place.toAbsolutePath().normalize());
  }

  /** A runner of it whose home is {@code home} and whose every address is {@code api}. */
  static ClaudeRunner runner(Path home, FakeMessagesApi api) {
    return runner(home, api, Sandbox.none("not asked for"));
  }

  /** The same in {@code sandbox}. */
  static ClaudeRunner runner(Path home, FakeMessagesApi api, Sandbox sandbox) {
    return runner(home, api, sandbox, ClaudeSettings.standard());
  }

  /** The same with other settings. */
  static ClaudeRunner runner(
      Path home, FakeMessagesApi api, Sandbox sandbox, ClaudeSettings standard) {
    ClaudeSettings settings =
        standard
            .withCommand(executable().toString())
            .withModel(Optional.of(MODEL))
            .withLimits(
                standard
                    .limits()
                    .withTimes(
                        Duration.ofSeconds(40), Duration.ofSeconds(30), Duration.ofSeconds(2)));
    return new ClaudeRunner(
        settings,
        env(home, api),
        InstantSource.system(),
        UUID::randomUUID,
        Housing.none().in(sandbox));
  }

  private static Map<String, String> env(Path home, FakeMessagesApi api) {
    Map<String, String> env = new HashMap<>();
    env.put("PATH", System.getenv("PATH"));
    env.put("HOME", home.toString());
    env.put("ANTHROPIC_BASE_URL", api.url());
    env.put("ANTHROPIC_API_KEY", "not-a-real-key");
    env.put("HTTPS_PROXY", api.proxy());
    env.put("HTTP_PROXY", api.proxy());
    env.put("NO_PROXY", "127.0.0.1,localhost");
    return env;
  }
}
