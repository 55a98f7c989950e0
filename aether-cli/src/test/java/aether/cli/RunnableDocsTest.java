package aether.cli;

import static org.assertj.core.api.Assertions.assertThat;

import aether.testkit.Jvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the documents tell their reader to type works. Each page with blocks marked {@code bash} is
 * one session of a real shell in an empty home, from its first block to its last; a command that
 * fails ends it. What the session has that a new machine has not: a {@code claude} that answers at
 * once, two projects in {@code ~/code}, and answers to the questions that only a terminal is asked.
 * A line whose comment says that it wants a terminal of its own runs on beside the others.
 *
 * <p>A block marked {@code bash ci} is not run here: .ci/run does that. One marked {@code sh} needs
 * hosts of its reader's.
 */
class RunnableDocsTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```bash( ci)?\\n(.*?)^```$");
  private static final long PATIENCE_SECONDS = 180;

  private @TempDir Path machine;

  static Stream<String> pages() throws IOException {
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      return Stream.concat(Stream.of(ROOT.resolve("README.md")), docs)
          .filter(file -> file.toString().endsWith(".md"))
          .filter(file -> blocks(file, false).findAny().isPresent())
          .map(file -> ROOT.relativize(file).toString())
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void every_command_of_the_page_works(String page) throws Exception {
    Path script = session(page);
    Path output = machine.resolve("output");
    ProcessBuilder shell = new ProcessBuilder("bash", script.toString());
    shell.environment().keySet().removeIf(name -> name.startsWith("AETHER_"));
    shell.environment().putAll(surroundings());
    Process session =
        shell
            .directory(Files.createDirectories(machine.resolve("home")).toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    session.getOutputStream().close();
    boolean ended = session.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      session.descendants().forEach(ProcessHandle::destroyForcibly);
      session.destroyForcibly();
    }

    assertThat(ended).as("%s took too long:%n%s", page, Files.readString(output)).isTrue();
    assertThat(session.exitValue()).as("%s:%n%s", page, Files.readString(output)).isZero();
  }

  @Test
  void what_ci_is_said_to_run_stands_in_ci_run() throws IOException {
    String ci = Files.readString(ROOT.resolve(".ci/run"));
    List<String> commands =
        blocks(ROOT.resolve("README.md"), true).flatMap(RunnableDocsTest::commands).toList();

    assertThat(commands).isNotEmpty();
    assertThat(commands)
        .allSatisfy(command ->
            assertThat(ci)
                .containsPattern("(?m)^ *(if ! )?" + command.replace(" ", "( -[^ ]+)* ")));
  }

  @Test
  void both_readmes_tell_the_reader_to_type_the_same() throws IOException {
    assertThat(typed("README.zh-TW.md")).isNotEmpty().isEqualTo(typed("README.md"));
  }

  private static List<String> typed(String page) {
    return Stream.of(true, false)
        .flatMap(ci -> blocks(ROOT.resolve(page), ci))
        .flatMap(RunnableDocsTest::commands)
        .toList();
  }

  private static Stream<String> blocks(Path page, boolean ci) {
    try {
      return BLOCK
          .matcher(Files.readString(page))
          .results()
          .filter(block -> (block.group(1) != null) == ci)
          .map(block -> block.group(2))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> commands(String block) {
    return block
        .lines()
        .map(line -> line.replaceFirst("(^|\\s+)# .*$", "").strip())
        .filter(line -> !line.isEmpty());
  }

  /** The page as one script: each command is said before it is run. */
  private Path session(String page) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(
        "trap 'code=$?; set +e; kill $(jobs -p) 2>/dev/null; wait; aether bus stop >/dev/null 2>&1; exit $code' EXIT");
    lines.add("set -euv -o pipefail");
    for (String block : blocks(ROOT.resolve(page), false).toList()) {
      block.lines().map(this::line).forEach(lines::add);
    }
    return Files.write(machine.resolve("session.sh"), lines);
  }

  private String line(String typed) {
    if (!typed.matches(".*#.*(terminal of its own|then open http).*")) {
      return typed;
    }
    Path log = machine.resolve("beside-" + Integer.toHexString(typed.hashCode()) + ".log");
    String command = typed.replaceFirst("\\s+#.*$", "");
    return "%s >%s 2>&1 & beside=$!; until [ -s %s ]; do kill -0 $beside; sleep 0.1; done"
        .formatted(command, log, log);
  }

  private Map<String, String> surroundings() throws IOException {
    Path home = Files.createDirectories(machine.resolve("home"));
    Path bin = Files.createDirectories(machine.resolve("bin"));
    for (String project : List.of("backend", "frontend")) {
      Path folder = Files.createDirectories(home.resolve("code/" + project));
      Files.writeString(folder.resolve("README.md"), "# " + project + "\n\nThe " + project + ".\n");
    }
    executable(bin.resolve("claude"), CLAUDE);
    executable(
        bin.resolve("aether"),
        AETHER.formatted(freePort(), freePort(), freePort(), Jvm.executable(), Jvm.classPath()));
    Files.copy(bin.resolve("aether"), home.resolve("aether"));
    home.resolve("aether").toFile().setExecutable(true);
    return Map.of("HOME", home.toString(), "PATH", bin + ":/usr/local/bin:/usr/bin:/bin");
  }

  private static void executable(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** The command, with a port that is free here where the usual one may be taken. */
  private static final String AETHER =
      """
      #!/bin/sh
      case "${1:-} ${2:-}" in
        'bus start') shift 2 && set -- bus start --port %d "$@" ;;
        'stargazer '*) shift && set -- stargazer --port %d "$@" ;;
        'operator ') set -- operator --port %d ;;
        'client setup') set -- "$@" --yes ;;
      esac
      AETHER_LAUNCHER=$HOME/aether exec '%s' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED \\
        -cp '%s' aether.cli.Aether "$@"
      """;

  private static final String CLAUDE =
      """
      #!/bin/sh
      case " $* " in
        *' --version '*) echo '2.1.330 (Claude Code)' && exit ;;
        *' --help '*) echo '--tools --strict-mcp-config --setting-sources --permission-mode --max-turns' && exit ;;
        *' -p '* | *' --print '*) ;;
        *) exit ;;
      esac
      cat >/dev/null
      echo '{"type":"system","subtype":"init","session_id":"11111111-2222-4333-8444-555555555555","tools":["Read"],"mcp_servers":[]}'
      printf '%s\\n' '{"type":"result","subtype":"success","is_error":false,"result":"{\\"reply_needed\\":true,\\"to\\":null,\\"reply_body\\":{\\"intent\\":\\"result\\",\\"text\\":\\"`order_id`, in api/orders.yaml:12.\\"},\\"summary\\":\\"answered\\"}","session_id":"11111111-2222-4333-8444-555555555555","total_cost_usd":0.01}'
      """;
}
