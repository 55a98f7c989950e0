package aether.observatory;

import aether.config.PrivateFile;
import aether.terminal.Refusal;
import aether.terminal.Surroundings;
import java.io.PrintWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** {@code --install-service}: an Observatory that starts with its user's session. */
final class ServiceOptions {
  private static final String COMMAND = "observatory";
  private static final String OWN_JAR = "aether-observatory";

  /** What a service needs to know of where it was installed; none of it is secret. */
  private static final Set<String> KEPT =
      Set.of(
          "PATH",
          "JAVA_HOME",
          "AETHER_JAVA_HOME",
          "AETHER_HOME",
          "AETHER_CONSTELLATION",
          "AETHER_CLAUDE_BIN");

  @Option(
      names = "--install-service",
      description =
          "Write a systemd user unit (on macOS an agent of launchd) that keeps this Observatory"
              + " running, say what to run, and end.")
  private boolean install;

  @Option(names = "--print", description = "With --install-service: print the unit instead.")
  private boolean print;

  /** Whether this is about the service, not about running now. */
  boolean isWanted() {
    if (print && !install) {
      throw Refusal.usage("--print belongs to --install-service; give both, or none");
    }
    return install;
  }

  /**
   * Writes the unit for {@code id}, or prints it.
   *
   * @param os as in the system property {@code os.name}
   */
  void install(String id, Surroundings around, String os) {
    if (os.startsWith("Mac")) {
      installAgent(id, around);
      return;
    }
    ServiceUnit unit = unit(around);
    PrintWriter out = around.streams().out();
    if (print) {
      out.print(unit.text());
      return;
    }
    if (!os.startsWith("Linux")) {
      throw Refusal.failed(
          "--install-service knows systemd and launchd, and this is "
              + os
              + "; let its own services run `aether observatory "
              + id
              + "`, or print the unit with --print");
    }
    Path file = folder(around).resolve(ServiceUnit.NAME);
    out.println(write(file, unit.text(), ServiceUnit.MARK) + ": " + file);
    out.println("now run:");
    out.println("  systemctl --user daemon-reload");
    out.println("  systemctl --user enable --now aether-observatory@" + id);
    out.println("  loginctl enable-linger     # to keep it running while you are logged out");
    tellOfPassword(around);
  }

  private void installAgent(String id, Surroundings around) {
    String label = LaunchAgent.label(id);
    List<String> command = new ArrayList<>(program(around));
    command.add(id);
    Path log = around.home().directory().resolve("observatory-" + id + ".log");
    String text =
        new LaunchAgent(label, command, kept(around), secrets(around).toString(), log.toString())
            .text();
    PrintWriter out = around.streams().out();
    if (print) {
      out.print(text);
      return;
    }
    Path file = userHome(around).resolve("Library/LaunchAgents/" + label + ".plist");
    out.println(write(file, text, LaunchAgent.MARK) + ": " + file);
    out.println("now run:");
    out.println("  launchctl bootout gui/$(id -u)/" + label + "     # if it runs already");
    out.println("  launchctl bootstrap gui/$(id -u) '" + file + "'");
    tellOfPassword(around);
  }

  private static void tellOfPassword(Surroundings around) {
    around
        .streams()
        .out()
        .println(
            "a bus on another machine needs its password: AETHER_REDIS_PASSWORD=... in "
                + secrets(around)
                + " (chmod 600)");
  }

  private static String write(Path file, String text, String mark) {
    Optional<String> before = PrivateFile.read(file);
    if (before.filter(text::equals).isPresent()) {
      return "unit unchanged";
    }
    if (before.filter(other -> !other.startsWith(mark)).isPresent()) {
      throw Refusal.failed(
          file
              + " is there and was not written by Aether; move it away, or compare it with --print;"
              + " it was NOT changed");
    }
    PrivateFile.write(file, text);
    return before.isPresent() ? "unit replaced" : "unit written";
  }

  private static ServiceUnit unit(Surroundings around) {
    return new ServiceUnit(program(around), kept(around), secrets(around).toString());
  }

  private static Map<String, String> kept(Surroundings around) {
    Map<String, String> env = new TreeMap<>(around.env());
    env.keySet().retainAll(KEPT);
    return env;
  }

  private static Path secrets(Surroundings around) {
    return around.home().directory().resolve("observatory.env");
  }

  private static Path folder(Surroundings around) {
    Path config =
        Optional.ofNullable(around.env().get("XDG_CONFIG_HOME"))
            .filter(path -> path.startsWith("/"))
            .map(Path::of)
            .orElseGet(() -> userHome(around).resolve(".config"));
    return config.resolve("systemd").resolve("user");
  }

  private static Path userHome(Surroundings around) {
    return Path.of(around.env().getOrDefault("HOME", around.userHome().toString()));
  }

  /** The launcher: the one that says so, else that of this clone; else the jar and its Java. */
  private static List<String> program(Surroundings around) {
    Optional<Path> said =
        Optional.ofNullable(around.env().get("AETHER_LAUNCHER"))
            .map(Path::of)
            .filter(file -> file.isAbsolute() && Files.isExecutable(file));
    if (said.isPresent()) {
      return List.of(said.get().toString(), COMMAND);
    }
    Path jar = jar();
    Path launcher = jar.resolve("../../../aether").normalize();
    if (Files.isRegularFile(launcher) && Files.isExecutable(launcher)) {
      return List.of(launcher.toString(), COMMAND);
    }
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return String.valueOf(jar.getFileName()).startsWith(OWN_JAR)
        ? List.of(java, "-jar", jar.toString())
        : List.of(java, "-jar", jar.toString(), COMMAND);
  }

  private static Path jar() {
    CodeSource source = ServiceOptions.class.getProtectionDomain().getCodeSource();
    if (source == null) {
      throw Refusal.failed("this program does not know where it lies; start it from its jar");
    }
    try {
      return Path.of(source.getLocation().toURI()).toAbsolutePath();
    } catch (URISyntaxException e) {
      throw Refusal.failed("'" + source.getLocation() + "' is no file; start it from its jar");
    }
  }
}
