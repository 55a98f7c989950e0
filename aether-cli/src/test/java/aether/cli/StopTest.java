package aether.cli;

import static org.assertj.core.api.Assertions.assertThat;

import aether.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stopping a host and letting it go, without any bus. */
class StopTest {
  private @TempDir Path home;
  private Desktop desktop;
  private Path stop;

  @BeforeEach
  void sit_down() {
    desktop = new Desktop(home).with("AETHER_REDIS_PORT", "1");
    stop = desktop.aether().resolve("STOP");
  }

  @Test
  void stop_leaves_a_file_of_the_users_own_with_the_reason() throws IOException {
    Desktop.Result result = desktop.aether("stop", "--all", "--reason", "costs\ntoo \u001bmuch");

    assertThat(result.code()).isZero();
    assertThat(result.out()).contains(stop.toString()).contains("aether go");
    assertThat(Files.readString(stop).lines())
        .singleElement()
        .satisfies(line -> assertThat(line).startsWith("costs").doesNotContain("\u001b"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(stop)))
        .isEqualTo("rw-------");
  }

  @Test
  void go_removes_it_and_says_when_there_was_none() {
    assertThat(desktop.aether("stop", "--all").code()).isZero();

    assertThat(desktop.aether("go").out()).contains("going on");
    assertThat(stop).doesNotExist();
    Desktop.Result again = desktop.aether("go");
    assertThat(again.code()).isZero();
    assertThat(again.out()).contains("nothing was stopped");
  }

  @Test
  void what_is_not_meant_for_all_is_refused() {
    Desktop.Result result = desktop.aether("stop");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("--all");
    assertThat(stop).doesNotExist();
  }

  @Test
  void a_file_that_cannot_be_removed_keeps_everything_stopped_and_is_named() throws IOException {
    Files.createDirectories(stop.resolve("something"));

    Desktop.Result result = desktop.aether("go");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains(stop.toString()).contains("by hand");
  }

  @Test
  void both_speak_json() {
    var stopped =
        Json.readObject(desktop.aether("stop", "--all", "--reason", "why", "--json").out())
            .orElseThrow();
    var going = Json.readObject(desktop.aether("go", "--json").out()).orElseThrow();

    assertThat(stopped.path("stopped").booleanValue()).isTrue();
    assertThat(stopped.path("reason").stringValue()).isEqualTo("why");
    assertThat(going.path("stopped").booleanValue()).isFalse();
    assertThat(going.path("was_stopped").booleanValue()).isTrue();
  }
}
