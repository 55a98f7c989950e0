package aether.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShellTest {
  private @TempDir Path home;

  @Test
  void bash_completes_commands_and_their_options_from_the_script() throws Exception {
    Path script = home.resolve("completion.bash");
    Files.writeString(script, new Desktop(home).aether("completion", "bash").out());

    assertThat(completions(script, "aether", "doc")).contains("doctor");
    assertThat(completions(script, "aether", "dead", "re")).contains("retry");
    assertThat(completions(script, "aether", "consult", "--res")).contains("--resume");
    assertThat(completions(script, "aether", "observatory", "--signatures", ""))
        .contains("off prefer require");
  }

  @Test
  void fish_gets_a_line_for_each_command_and_option() {
    String script = new Desktop(home).aether("completion", "fish").out();

    assertThat(script.lines())
        .allMatch(line -> line.startsWith("complete -c aether "))
        .anyMatch(line -> line.contains(" -a doctor ") && line.contains("Look at everything"))
        .anyMatch(
            line -> line.contains("seen_subcommand_from consult") && line.contains("-l resume"))
        .anyMatch(line -> line.contains("-l signatures -r -a 'off prefer require'"))
        .noneMatch(line -> line.contains(" -a reference "));
  }

  @Test
  void zsh_gets_the_same_behind_its_own_heading() {
    assertThat(new Desktop(home).aether("completion", "zsh").out())
        .startsWith("#compdef aether\n")
        .contains("consult");
  }

  @Test
  void a_shell_nobody_knows_is_refused_with_those_that_are() {
    Desktop.Result result = new Desktop(home).aether("completion", "tcsh");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("'tcsh'").hasLineCount(1);
  }

  @Test
  void the_shim_is_a_link_to_the_launcher_that_comes_and_goes() throws IOException {
    Path launcher = Files.writeString(home.resolve("launcher"), "#!/bin/sh\n");
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    Desktop desktop =
        new Desktop(home).with("AETHER_LAUNCHER", launcher.toString()).with("PATH", "/usr/bin");
    Path link = home.resolve(".local/bin/aether");

    Desktop.Result first = desktop.aether("install-shim");
    Desktop.Result again = desktop.aether("install-shim");

    assertThat(first.code()).isZero();
    assertThat(Files.isSameFile(link, launcher)).isTrue();
    assertThat(first.out()).contains("not on your PATH yet: export PATH=");
    assertThat(again.out()).contains("is there already");
    assertThat(desktop.aether("install-shim", "--remove").code()).isZero();
    assertThat(link).doesNotExist();
    assertThat(desktop.aether("install-shim", "--remove").code()).isEqualTo(1);
  }

  @Test
  void the_shim_replaces_no_file_of_somebody_else() throws IOException {
    Files.createDirectories(home.resolve(".local/bin"));
    Files.writeString(home.resolve(".local/bin/aether"), "mine");
    Desktop desktop = new Desktop(home).with("AETHER_LAUNCHER", "/bin/sh");

    assertThat(desktop.aether("install-shim").err()).contains("a file of somebody else");
    assertThat(home.resolve(".local/bin/aether")).hasContent("mine");
  }

  /** What bash offers for {@code words} once it has read {@code script}. */
  private static String completions(Path script, String... words) throws Exception {
    String line = String.join(" ", words);
    String program =
        "source '%s'; COMP_WORDS=(%s); COMP_CWORD=%d; COMP_LINE='%s'; COMP_POINT=%d;"
                .formatted(script, line, words.length - 1, line, line.length())
            + " _complete_aether; echo \"${COMPREPLY[@]}\"";
    Process bash = new ProcessBuilder("bash", "-c", program).redirectErrorStream(true).start();
    String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return said;
  }
}
