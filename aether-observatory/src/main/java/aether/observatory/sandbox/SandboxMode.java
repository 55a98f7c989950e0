package aether.observatory.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** How much a sandbox matters to whoever starts an Observatory. */
public enum SandboxMode {
  /** The one that works here, or none. */
  AUTO,
  /** None is a reason not to start. */
  REQUIRE,
  /** None, whatever works here. */
  OFF;

  /**
   * The sandbox of this host: for Linux and macOS the one that is on the PATH, if a first process
   * in it works.
   *
   * @param os as in the system property {@code os.name}
   * @param probe how that first process is tried
   */
  public Sandbox choose(String os, Map<String, String> env, Probe probe) {
    if (this == OFF) {
      return Sandbox.none("--sandbox off");
    }
    String system = os.toLowerCase(Locale.ROOT);
    if (system.startsWith("linux")) {
      return find("bwrap", env)
          .map(bwrap -> bubblewrap(bwrap, probe))
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

  private static Sandbox bubblewrap(Path bwrap, Probe probe) {
    List<String> line = BubblewrapLine.base(bwrap);
    line.addAll(List.of("--", "/bin/true"));
    return probe
        .refusal(line)
        .map(why ->
            Sandbox.none(
                "bubblewrap does not work here (%s); allow unprivileged user namespaces"
                    .formatted(why)))
        .orElseGet(() -> new Sandbox.Bubblewrap(bwrap));
  }

  private static Optional<Path> find(String command, Map<String, String> env) {
    return Stream.of(env.getOrDefault("PATH", "").split(":"))
        .filter(folder -> folder.startsWith("/"))
        .map(folder -> Path.of(folder, command))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
