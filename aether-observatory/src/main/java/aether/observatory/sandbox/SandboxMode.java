package aether.observatory.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** How much a sandbox matters to whoever starts an Observatory. */
public enum SandboxMode {
  /** The one that works here, or none. */
  AUTO,
  /** None is a reason not to start. */
  REQUIRE,
  /** None, whatever works here. */
  OFF;

  private static final long PROBE_SECONDS = 10;

  /**
   * The sandbox of this host: for Linux and macOS the one that is on the PATH, if a first process
   * in it works.
   *
   * @param os as in the system property {@code os.name}
   */
  public Sandbox choose(String os, Map<String, String> env) {
    if (this == OFF) {
      return Sandbox.none("--sandbox off");
    }
    String system = os.toLowerCase(Locale.ROOT);
    if (system.startsWith("linux")) {
      return find("bwrap", env)
          .map(SandboxMode::bubblewrap)
          .orElseGet(() ->
              Sandbox.none("bubblewrap is not on PATH; install it (apt-get install bubblewrap)"));
    }
    if (system.startsWith("mac")) {
      return find("sandbox-exec", env)
          .<Sandbox>map(Sandbox.Seatbelt::new)
          .orElseGet(() -> Sandbox.none("sandbox-exec is not on PATH"));
    }
    return Sandbox.none("there is none for " + os);
  }

  private static Sandbox bubblewrap(Path bwrap) {
    List<String> probe = BubblewrapLine.base(bwrap);
    probe.addAll(List.of("--", "/bin/true"));
    return refusal(probe)
        .map(why ->
            Sandbox.none(
                "bubblewrap does not work here (%s); allow unprivileged user namespaces"
                    .formatted(why)))
        .orElseGet(() -> new Sandbox.Bubblewrap(bwrap));
  }

  /** Why {@code probe} does not end well; empty when it does. */
  private static Optional<String> refusal(List<String> probe) {
    try {
      Process process = new ProcessBuilder(probe).redirectErrorStream(true).start();
      try {
        process.getOutputStream().close();
        if (!process.waitFor(PROBE_SECONDS, TimeUnit.SECONDS)) {
          return Optional.of("no answer in " + PROBE_SECONDS + " s");
        }
        String said = new String(process.getInputStream().readNBytes(4096), StandardCharsets.UTF_8);
        return process.exitValue() == 0
            ? Optional.empty()
            : Optional.of(said.lines().findFirst().orElse("exit " + process.exitValue()));
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }

  private static Optional<Path> find(String command, Map<String, String> env) {
    return Stream.of(env.getOrDefault("PATH", "").split(":"))
        .filter(folder -> folder.startsWith("/"))
        .map(folder -> Path.of(folder, command))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
