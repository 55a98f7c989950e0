package aether.mcp.setup;

import static org.assertj.core.api.Assertions.assertThat;

import aether.testkit.Terminal;
import aether.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

class SetupCommandTest {
  private static final Launcher LAUNCHER = new Launcher(List.of("/opt/a b/aether", "mcp"));

  @TempDir private Path project;

  @Test
  void a_project_gets_an_entry_with_absolute_paths_and_no_secret() throws IOException {
    Ran ran = setup(Map.of("AETHER_REDIS_PASSWORD", "s3cret"), "--id", "Shop");
    assertThat(ran.code()).isZero();
    assertThat(text()).doesNotContain("s3cret");
    JsonNode entry = Json.read(text()).orElseThrow().path("mcpServers").path("aether");
    assertThat(entry.path("command").stringValue()).isEqualTo("/opt/a b/aether");
    assertThat(entry.path("args").valueStream().map(JsonNode::stringValue))
        .containsExactly("mcp", "serve", "--identity", "shop-mcp");
    assertThat(entry.path("alwaysLoad").booleanValue()).isTrue();
  }

  @Test
  void a_second_setup_changes_nothing() throws IOException {
    write("{\"mcpServers\": {\"x\": {\"command\": \"y\"}}, \"z\": [1 ,2]}");
    var _ = setup(Map.of());
    String once = text();
    assertThat(setup(Map.of()).out()).contains("unchanged");
    assertThat(text()).isEqualTo(once).contains("\"z\": [1 ,2]");
  }

  @Test
  void a_file_that_is_no_json_is_left_as_it_is() throws IOException {
    write("{\"mcpServers\": {");
    Ran ran = setup(Map.of());
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).hasLineCount(1).contains("left as it is");
    assertThat(text()).isEqualTo("{\"mcpServers\": {");
  }

  @Test
  void print_shows_the_file_and_writes_none() {
    assertThat(setup(Map.of(), "--print").out()).contains("\"mcpServers\"");
    assertThat(project.resolve(".mcp.json")).doesNotExist();
  }

  @Test
  void the_permissions_of_the_file_and_a_link_to_it_stay() throws IOException {
    Path shared = project.resolve("shared.json");
    Files.writeString(shared, "{}");
    Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rw-rw-r--"));
    Files.createSymbolicLink(project.resolve(".mcp.json"), shared);
    assertThat(setup(Map.of()).code()).isZero();
    assertThat(Files.isSymbolicLink(project.resolve(".mcp.json"))).isTrue();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(shared)))
        .isEqualTo("rw-rw-r--");
    assertThat(Files.readString(shared)).contains("aether");
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "user"})
  void d31_the_other_scopes_are_given_to_claude_which_alone_knows_where_they_are(String scope)
      throws IOException {
    Path claude = claude();
    Ran ran = setup(Map.of("AETHER_CLAUDE_BIN", claude.toString()), "--scope", scope);
    assertThat(ran.code()).isZero();
    assertThat(Files.readString(project.resolve("called")).lines())
        .containsExactly(
            "mcp remove -s " + scope + " aether",
            "mcp add-json -s "
                + scope
                + " aether {\"type\": \"stdio\", \"command\": \"/opt/a b/aether\", \"args\":"
                + " [\"mcp\", \"serve\"], \"alwaysLoad\": true}");
    assertThat(project.resolve(".mcp.json")).doesNotExist();
    assertThat(project.resolve(".mcp.local.json")).doesNotExist();
  }

  @Test
  void d31_without_claude_it_says_exactly_what_to_run() {
    Ran ran = setup(Map.of("PATH", project.toString()), "--scope", "user");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err())
        .hasLineCount(1)
        .contains("claude mcp add-json -s user aether '{\"type\": \"stdio\"");
  }

  @Test
  void the_plugin_is_installed_by_claude_from_the_marketplace_of_the_clone() throws IOException {
    Path claude = claude();
    Ran ran = setup(Map.of("AETHER_CLAUDE_BIN", claude.toString()), "--plugin");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(Files.readString(project.resolve("called")).lines())
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .startsWith("plugin marketplace add /")
                    .satisfies(line ->
                        assertThat(Path.of(line.substring(line.lastIndexOf(' ') + 1)))
                            .extracting(place -> place.resolve(".claude-plugin/marketplace.json"))
                            .asInstanceOf(InstanceOfAssertFactories.PATH)
                            .isRegularFile()),
            second -> assertThat(second).isEqualTo("plugin install aether@aether --scope user"));
    assertThat(ran.out())
        .contains("has the plugin 'aether' now (scope user)")
        .contains(
            "`aether`, which is not on the PATH",
            "install-shim`, or have your shell set AETHER_LAUNCHER=/");
    assertThat(project.resolve(".mcp.json")).doesNotExist();
  }

  @Test
  void the_plugin_of_a_project_needs_no_word_about_a_launcher_that_is_there() throws IOException {
    Files.copy(claude(), project.resolve("aether"), StandardCopyOption.COPY_ATTRIBUTES);
    Ran ran = setup(Map.of("PATH", project + ":/usr/bin:/bin"), "--plugin", "--scope", "project");
    assertThat(ran.out()).hasLineCount(1).contains("(scope project)");
    assertThat(Files.readString(project.resolve("called")))
        .contains("plugin install aether@aether --scope project");
  }

  @Test
  void without_claude_it_says_exactly_what_installs_the_plugin() {
    Ran ran = setup(Map.of("PATH", project.toString()), "--plugin");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err())
        .hasLineCount(1)
        .contains("claude plugin marketplace add /")
        .contains(" && claude plugin install aether@aether --scope user");
    assertThat(setup(Map.of(), "--plugin", "--print").out())
        .hasLineCount(2)
        .contains("claude plugin install aether@aether --scope user");
  }

  @Test
  void what_claude_refuses_is_told_in_its_own_words() throws IOException {
    Path claude = claude();
    Files.writeString(claude, "#!/bin/sh\necho no such marketplace; exit 1\n");
    Ran ran = setup(Map.of("AETHER_CLAUDE_BIN", claude.toString()), "--plugin");
    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).hasLineCount(1).contains("failed: no such marketplace");
  }

  @Test
  void the_plugin_is_taken_off_again() throws IOException {
    Terminal terminal = new Terminal(project, Map.of("AETHER_CLAUDE_BIN", claude().toString()));
    assertThat(terminal.run(around -> new CommandLine(new RemoveCommand(around)), "--plugin"))
        .isZero();
    assertThat(terminal.out()).contains("removed plugin 'aether' (scope user)");
    assertThat(Files.readString(project.resolve("called")))
        .contains("plugin uninstall aether@aether --scope user");
  }

  @Test
  void what_contradicts_itself_is_refused() {
    assertThat(setup(Map.of(), "--method", "mcp-json", "--scope", "user").code()).isEqualTo(2);
    assertThat(setup(Map.of(), "--method", "magic").code()).isEqualTo(2);
    assertThat(setup(Map.of(), "--id", "a", "--identity", "b").code()).isEqualTo(2);
    assertThat(setup(Map.of(), "--identity", "a b").code()).isEqualTo(2);
    assertThat(setup(Map.of(), "--plugin", "--id", "a").code()).isEqualTo(2);
    assertThat(project.resolve(".mcp.json")).doesNotExist();
  }

  @Test
  void remove_takes_the_entry_out_and_leaves_the_rest() throws IOException {
    write("{\n  \"mcpServers\": {\n    \"x\": {}\n  }\n}\n");
    String before = text();
    var _ = setup(Map.of());
    Terminal terminal = new Terminal(project, Map.of());
    assertThat(terminal.run(around -> new CommandLine(new RemoveCommand(around)))).isZero();
    assertThat(text()).isEqualTo(before);
    assertThat(terminal.run(around -> new CommandLine(new RemoveCommand(around)))).isZero();
    assertThat(terminal.out()).contains("unchanged");
  }

  private record Ran(int code, String out, String err) {}

  private Ran setup(Map<String, String> env, String... args) {
    Map<String, String> all = new HashMap<>(Map.of("PATH", "/usr/bin:/bin"));
    all.putAll(env);
    Terminal terminal = new Terminal(project, all);
    int code = terminal.run(around -> new CommandLine(new SetupCommand(around, LAUNCHER)), args);
    return new Ran(code, terminal.out(), terminal.err());
  }

  private Path claude() throws IOException {
    Path file = project.resolve("claude");
    Files.writeString(file, "#!/bin/sh\necho \"$@\" >> called\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file;
  }

  private void write(String text) throws IOException {
    Files.writeString(project.resolve(".mcp.json"), text);
  }

  private String text() throws IOException {
    return Files.readString(project.resolve(".mcp.json"));
  }
}
