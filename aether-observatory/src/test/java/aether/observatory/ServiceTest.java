package aether.observatory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aether.testkit.Terminal;
import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import picocli.CommandLine;

/** {@code aether observatory ID --install-service}. */
class ServiceTest {
  @TempDir private Path home;
  private Path unit;

  @BeforeEach
  void write_a_constellation() throws IOException {
    Files.createDirectory(home.resolve(".aether"));
    Files.writeString(
        home.resolve(".aether/constellation.yaml"),
        "bodies:\n  backend:\n    description: serves\n    working_dir: " + home + "\n");
    unit = home.resolve(".config/systemd/user/aether-observatory@.service");
  }

  @Test
  void a_unit_is_written_once_and_says_what_to_run() throws IOException {
    Terminal first = run("backend", "--install-service");
    assertThat(first.err()).isEmpty();
    assertThat(first.out())
        .contains("unit written: " + unit)
        .contains("systemctl --user enable --now aether-observatory@backend")
        .contains("AETHER_REDIS_PASSWORD=... in " + home.resolve(".aether/observatory.env"));
    assertThat(unit)
        .content()
        .startsWith(ServiceUnit.MARK)
        .contains("observatory\" %i\n", "EnvironmentFile=-" + home)
        .contains("Environment=\"PATH=/usr/bin:/bin\"")
        .doesNotContain("a-secret-word");
    assertThat(run("backend", "--install-service").out()).contains("unit unchanged");

    Files.writeString(unit, ServiceUnit.MARK + "\nolder\n");
    assertThat(run("backend", "--install-service").out()).contains("unit replaced");
  }

  @Test
  void a_unit_of_somebody_else_stays_as_it_is() throws IOException {
    Files.createDirectories(unit.getParent());
    Files.writeString(unit, "[Unit]\nDescription=mine\n");
    Terminal terminal = terminal();
    assertThat(terminal.run(ServiceTest::command, "backend", "--install-service")).isEqualTo(1);
    assertThat(terminal.err()).contains(unit.toString(), "was not written by Aether", "--print");
    assertThat(unit).content().isEqualTo("[Unit]\nDescription=mine\n");
  }

  @Test
  void a_unit_can_be_printed_alone() {
    assertThat(run("backend", "--install-service", "--print").out())
        .startsWith(ServiceUnit.MARK)
        .endsWith("WantedBy=default.target\n");
    assertThat(unit).doesNotExist();
    assertThat(terminal().run(ServiceTest::command, "backend", "--print")).isEqualTo(2);
    assertThat(terminal().run(ServiceTest::command, "nobody", "--install-service")).isNotZero();
  }

  @Test
  void odd_paths_are_quoted() {
    assertThat(
            new ServiceUnit(
                    List.of("/a b/100%/$x/aether", "observatory"),
                    Map.of("PATH", "/q\"uote:/b\\s"),
                    "/h/100%/env")
                .text())
        .contains("ExecStart=\"/a b/100%%/$$x/aether\" \"observatory\" %i\n")
        .contains("Environment=\"PATH=/q\\\"uote:/b\\\\s\"\n")
        .contains("EnvironmentFile=-/h/100%%/env\n");
  }

  @Test
  void systemd_finds_nothing_wrong_with_the_unit() throws IOException, InterruptedException {
    Path program = Path.of("/usr/bin/systemd-analyze");
    if (!Files.isExecutable(program)) {
      System.err.println("NOT CHECKED: no systemd-analyze here to verify the unit");
      return;
    }
    assertThat(run("backend", "--install-service").err()).isEmpty();
    Path instance = unit.resolveSibling("aether-observatory@backend.service");
    Files.copy(unit, instance);
    File said = home.resolve("said").toFile();
    ProcessBuilder verify =
        new ProcessBuilder(program.toString(), "--user", "--man=no", "verify", instance.toString())
            .redirectErrorStream(true)
            .redirectOutput(said);
    verify.environment().put("XDG_RUNTIME_DIR", home.toString());
    Process process = verify.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    try (Stream<String> lines = Files.lines(said.toPath(), StandardCharsets.UTF_8)) {
      assertThat(lines.filter(line -> line.contains("aether-observatory"))).isEmpty();
    }
  }

  @Test
  void on_macos_an_agent_of_launchd_is_written_that_launchd_could_read() throws Exception {
    Terminal terminal = terminal();
    ServiceOptions options = new ServiceOptions();
    options.install("backend", terminal.surroundings(), "Mac OS X");
    Path file = home.resolve("Library/LaunchAgents/aether.observatory.backend.plist");
    assertThat(terminal.out())
        .contains("unit written: " + file)
        .contains("launchctl bootstrap gui/$(id -u) '" + file + "'");
    assertThat(file).content().startsWith(LaunchAgent.MARK).doesNotContain("a-secret-word");
    assertThat(strings(Files.readString(file)))
        .startsWith("aether.observatory.backend", "/bin/sh", "-c")
        .containsSubsequence(home.resolve(".aether/observatory.env").toString(), "backend")
        .contains("/usr/bin:/bin", home.resolve(".aether/observatory-backend.log").toString());

    Files.writeString(file, "<plist/>");
    assertThatThrownBy(() -> options.install("backend", terminal.surroundings(), "Mac OS X"))
        .hasMessageContaining("was not written by Aether");
    assertThat(file).content().isEqualTo("<plist/>");
  }

  @Test
  void odd_paths_are_quoted_for_launchd() throws Exception {
    LaunchAgent agent =
        new LaunchAgent(
            "aether.observatory.b",
            List.of("/a <b> & \"c\"/$x/aether", "observatory", "b"),
            Map.of("PATH", "/p&q:/<r>"),
            "/h 1/env",
            "/h/l>og");
    assertThat(strings(agent.text()))
        .containsSubsequence("/h 1/env", "/a <b> & \"c\"/$x/aether", "observatory", "b")
        .contains("/p&q:/<r>", "/h/l>og");
  }

  @Test
  void what_launchd_starts_has_the_secrets_and_takes_the_place_of_the_shell() throws Exception {
    Path secrets = Files.writeString(home.resolve("s 1.env"), "AETHER_REDIS_PASSWORD=from-file\n");
    String says = "echo $AETHER_REDIS_PASSWORD \"$1\"";
    for (String file : List.of(secrets.toString(), home.resolve("nowhere").toString())) {
      List<String> command = List.of("/bin/sh", "-c", says, "-", "a b");
      LaunchAgent agent = new LaunchAgent("l", command, Map.of(), file, "/l");
      List<String> words = strings(agent.text()).subList(1, 10);
      Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
      assertThat(process.inputReader().readLine().strip())
          .isEqualTo(file.endsWith(".env") ? "from-file a b" : "a b");
      assertThat(process.waitFor()).isZero();
    }
  }

  /** The text of every string in a property list, in order; fails when it is no XML. */
  private static List<String> strings(String plist) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    NodeList nodes =
        factory
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(plist)))
            .getElementsByTagName("string");
    return IntStream.range(0, nodes.getLength())
        .mapToObj(i -> nodes.item(i).getTextContent())
        .toList();
  }

  private Terminal run(String... args) {
    Terminal terminal = terminal();
    assertThat(terminal.run(ServiceTest::command, args)).as(terminal::err).isZero();
    return terminal;
  }

  private Terminal terminal() {
    return new Terminal(
        home,
        Map.of(
            "HOME",
            home.toString(),
            "PATH",
            "/usr/bin:/bin",
            "AETHER_REDIS_PASSWORD",
            "a-secret-word"));
  }

  private static CommandLine command(aether.terminal.Surroundings around) {
    return new CommandLine(new ObservatoryCommand(around));
  }
}
