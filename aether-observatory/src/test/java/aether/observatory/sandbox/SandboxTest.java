package aether.observatory.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import aether.observatory.turn.FirstProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a process in a sandbox can see and change, tried by a shell script in the agent's place. */
@Timeout(60)
class SandboxTest {
  private static final String LINUX = "Linux";

  /** Who runs the agent: user namespaces are another matter for those who are not root. */
  enum Who {
    SELF(List.of()),
    NOBODY(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));

    private final List<String> prefix;

    Who(List<String> prefix) {
      this.prefix = prefix;
    }

    List<String> as(List<String> line) {
      return Stream.concat(prefix.stream(), line.stream()).toList();
    }

    /** Gives it all files below {@code folder}. */
    void owns(Path folder) throws Exception {
      if (this == NOBODY) {
        boolean able =
            "root".equals(System.getProperty("user.name"))
                && new FirstProcess().refusal(as(List.of("true"))).isEmpty();
        if (!able) {
          System.err.println("NOT TESTED AS ANOTHER USER: needs root and setpriv");
        }
        assumeThat(able).as("root can become nobody").isTrue();
        List<String> give = List.of("chown", "-hR", "65534:65534", folder.toString());
        assertThat(new ProcessBuilder(give).inheritIO().start().waitFor()).isZero();
      }
    }
  }

  @TempDir Path temp;
  private Path home;
  private Path project;
  private Path script;

  @BeforeEach
  void build() throws IOException {
    home = Files.createDirectories(temp.resolve("home"));
    project = Files.createDirectories(home.resolve("work/project"));
    write("home/.claude/settings.json", "{}");
    write("home/.claude.json", "{}");
    write("home/.ssh/id_none", "secret");
    write("home/.aether/config.json", "secret");
    write("home/notes.txt", "secret");
    write("home/work/sibling/main.txt", "secret");
    write("outside.txt", "secret");
    write("home/work/project/.env", "secret");
    write("home/work/project/main.txt", "fine");
    Files.createSymbolicLink(project.resolve("link"), temp.resolve("outside.txt"));
    script =
        write("bin/agent", "#!/bin/sh\nfor f; do cat \"$f\" 2>/dev/null && echo \" <$f>\"; done\n");
  }

  @ParameterizedTest
  @EnumSource
  void of_the_host_it_reads_its_project_and_its_own_configuration(Who who) throws Exception {
    long parent = ProcessHandle.current().pid();
    List<String> forbidden =
        List.of(
            home.resolve(".ssh/id_none").toString(),
            home.resolve(".aether/config.json").toString(),
            home.resolve("notes.txt").toString(),
            home.resolve("work/sibling/main.txt").toString(),
            "../sibling/main.txt",
            project.resolve("link").toString(),
            project.resolve(".env").toString(),
            temp.resolve("outside.txt").toString(),
            "/etc/shadow",
            "/etc/machine-id",
            "/proc/" + parent + "/environ",
            "/proc/" + parent + "/root" + temp.resolve("outside.txt"),
            "/var/log/dpkg.log",
            Path.of(System.getProperty("user.home"), ".profile").toString());
    assertThat(run(who, false, forbidden)).doesNotContain("secret", "<");
    assertThat(run(who, false, List.of("main.txt", home.resolve(".claude.json").toString())))
        .contains("fine <main.txt>", "{} <");
  }

  @ParameterizedTest
  @EnumSource
  void it_changes_nothing_but_its_own_configuration(Who who) throws Exception {
    script("for f; do echo x 2>/dev/null > \"$f\" && echo \"wrote $f\"; done\n");
    Path own = home.resolve(".claude/new");
    Path passing = Path.of("/tmp", "aether-sandbox-test-" + ProcessHandle.current().pid());
    List<String> tried =
        List.of(
            project.resolve("main.txt").toString(),
            project.resolve("new").toString(),
            "/usr/new",
            own.toString(),
            passing.toString());
    assertThat(run(who, false, tried))
        .doesNotContain("wrote " + project, "wrote /usr")
        .contains("wrote " + own, "wrote " + passing);
    assertThat(project.resolve("new")).doesNotExist();
    assertThat(project.resolve("main.txt")).hasContent("fine");
    assertThat(own).exists();
    assertThat(passing).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource
  void with_the_right_to_write_it_changes_its_project_too(Who who) throws Exception {
    script("for f; do echo x > \"$f\"; done\n");
    Path elsewhere = home.resolve("work/sibling/main.txt");
    String said = run(who, true, List.of(project.resolve("new").toString(), elsewhere.toString()));
    assertThat(said).contains(elsewhere.toString());
    assertThat(project.resolve("new")).hasContent("x");
    assertThat(elsewhere).hasContent("secret");
  }

  /** Outside a sandbox nothing is left of such a one by which to know whose it was. */
  @ParameterizedTest
  @EnumSource
  void d4_what_left_its_session_and_its_environment_ends_with_the_agent(Who who) throws Exception {
    String mark = "98" + ProcessHandle.current().pid();
    script(
        "setsid env -i /bin/sh -c 'echo up; exec sleep "
            + mark
            + "' </dev/null >/tmp/up 2>&1 &\n"
            + "until grep -q up /tmp/up 2>/dev/null; do :; done\necho left\n");
    assertThat(run(who, false, List.of())).contains("left");
    CountDownLatch never = new CountDownLatch(1);
    while (isThere("sleep\0" + mark)) { // the system ends them a moment after the agent
      assertThat(never.await(20, TimeUnit.MILLISECONDS)).isFalse();
    }
  }

  @Test
  void another_agent_keeps_the_files_that_are_named_and_no_login_of_claude() throws Exception {
    Path own = Files.createDirectories(home.resolve(".llm"));
    write("home/.llm/keys.json", "its key");
    script(
        "cat "
            + own
            + "/keys.json "
            + home
            + "/.claude.json "
            + home
            + "/.claude/settings.json\n"
            + "echo x > "
            + own
            + "/new && echo kept\n");
    Map<String, String> env = new HashMap<>(System.getenv());
    env.put("HOME", home.toString());
    Cell cell = new Cell(script, project, false, env, Optional.of(List.of(own)));
    assertThat(run(Who.SELF, cell, List.of())).contains("its key", "kept").doesNotContain("{}");
    assertThat(own.resolve("new")).exists();
  }

  @ParameterizedTest
  @EnumSource
  void a_program_behind_a_link_is_found_under_its_own_name(Who who) throws Exception {
    Path link = Files.createDirectories(temp.resolve("names")).resolve("agent");
    Files.createSymbolicLink(link, script);
    script = link;
    assertThat(run(who, false, List.of("main.txt"))).contains("fine <main.txt>");
  }

  @Test
  void off_is_none_and_leaves_the_command_as_it_is() {
    Sandbox none = SandboxMode.OFF.choose(LINUX, System.getenv(), new FirstProcess());
    assertThat(none.words()).isEqualTo("none: --sandbox off");
    assertThat(none.wrap(List.of("agent", "-p"), cell(false))).containsExactly("agent", "-p");
  }

  @Test
  void without_a_program_that_works_there_is_none_and_the_reason_says_what_to_do()
      throws Exception {
    assertThat(
            SandboxMode.AUTO
                .choose(LINUX, Map.of("PATH", temp.toString()), new FirstProcess())
                .words())
        .isEqualTo("none: bubblewrap is not on PATH; install it (apt-get install bubblewrap)");
    write(
        "bin/bwrap",
        "#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2; exit 1\n");
    assertThat(
            SandboxMode.AUTO
                .choose(LINUX, Map.of("PATH", temp.resolve("bin").toString()), new FirstProcess())
                .words())
        .isEqualTo(
            "none: bubblewrap does not work here (bwrap: No permissions to create new namespace);"
                + " allow unprivileged user namespaces");
    assertThat(SandboxMode.AUTO.choose("Windows 11", Map.of(), new FirstProcess()).words())
        .isEqualTo("none: there is none for Windows 11");
  }

  /** Its effect was never seen: no Mac was at hand. The text is held to what was meant. */
  @Test
  void the_profile_for_a_mac_closes_the_home_and_opens_what_is_needed() throws Exception {
    write("bin/sandbox-exec", "#!/bin/sh\n");
    Sandbox mac =
        SandboxMode.REQUIRE.choose(
            "Mac OS X", Map.of("PATH", temp.resolve("bin").toString()), new FirstProcess());
    List<String> line = mac.wrap(List.of("agent", "-p"), cell(false));
    assertThat(line)
        .startsWith(temp.resolve("bin/sandbox-exec").toString(), "-p")
        .endsWith("agent", "-p");
    List<String> rules = line.get(2).lines().toList();
    assertThat(rules).startsWith("(version 1)", "(allow default)", "(deny file-write*)");
    assertThat(rules.get(3)).startsWith("(deny file-read-data (subpath \"" + home + "\")");
    assertThat(rules.getLast())
        .startsWith("(allow file-read* file-write* (subpath \"" + home.resolve(".claude") + "\")")
        .doesNotContain(project.toString());
    assertThat(mac.wrap(List.of("agent"), cell(true)).get(2).lines().toList().getLast())
        .contains("(subpath \"" + project + "\")");
  }

  private String run(Who who, boolean allowWrite, List<String> arguments) throws Exception {
    return run(who, cell(allowWrite), arguments);
  }

  private String run(Who who, Cell cell, List<String> arguments) throws Exception {
    who.owns(temp);
    Sandbox sandbox =
        SandboxMode.AUTO.choose(
            System.getProperty("os.name"),
            System.getenv(),
            line -> new FirstProcess().refusal(who.as(line)));
    if (sandbox instanceof Sandbox.Unconfined(String why)) {
      System.err.println("NOT TESTED IN A SANDBOX: " + why);
    }
    assumeThat(sandbox).as(sandbox.words()).isInstanceOf(Sandbox.Bubblewrap.class);
    List<String> line = new ArrayList<>(List.of(script.toString()));
    line.addAll(arguments);
    Process process =
        new ProcessBuilder(who.as(sandbox.wrap(line, cell)))
            .directory(project.toFile())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return said;
  }

  private static boolean isThere(String command) {
    return ProcessHandle.allProcesses()
        .map(each -> commandLine(each.pid()))
        .anyMatch(line -> line.contains(command));
  }

  private static String commandLine(long pid) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"));
    } catch (IOException e) {
      return ""; // it has ended meanwhile
    }
  }

  private Cell cell(boolean allowWrite) {
    Map<String, String> env = new HashMap<>(System.getenv());
    env.put("HOME", home.toString());
    return new Cell(script, project, allowWrite, env);
  }

  private void script(String body) throws IOException {
    script = write("bin/agent", "#!/bin/sh\n" + body);
  }

  private Path write(String file, String text) throws IOException {
    Path path = temp.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    return path;
  }
}
