package aether.cli;

import static org.assertj.core.api.Assertions.assertThat;

import aether.testkit.RedisServer;
import aether.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
  @RegisterExtension static final RedisServer REDIS = RedisServer.start();

  private @TempDir Path home;
  private Desktop desktop;

  @BeforeEach
  void sit_down() throws IOException {
    Path claude =
        Files.writeString(home.resolve("claude"), "#!/bin/sh\necho '2.1.330 (stand-in)'\n");
    Files.setPosixFilePermissions(claude, PosixFilePermissions.fromString("rwx------"));
    desktop = new Desktop(home).on(REDIS).with("AETHER_CLAUDE_BIN", claude.toString());
  }

  @AfterEach
  void let_redis_be_careful_again() {
    REDIS.call("CONFIG", "SET", "maxmemory-policy", "noeviction");
  }

  @Test
  void what_is_well_is_named_with_its_value() {
    Desktop.Result result = desktop.aether("doctor");

    assertThat(result.code()).isZero();
    assertThat(result.out())
        .contains("✓ java", "✓ home", "✓ memory        noeviction when full", "✓ clock")
        .contains("✓ claude        2.1.330 (stand-in), " + home.resolve("claude"))
        .contains("sandbox       ")
        .contains("! constellation", "→ `aether client setup` in a project writes it");
  }

  @Test
  void a_redis_that_throws_keys_away_is_a_failure_with_its_remedy() {
    REDIS.call("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");

    Desktop.Result result = desktop.aether("doctor");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out())
        .contains("✗ memory        allkeys-lru when full: Redis may throw messages away")
        .contains("→ `CONFIG SET maxmemory-policy noeviction`");
  }

  @Test
  void a_missing_agent_and_a_missing_bus_are_both_told_at_once() {
    Desktop.Result result =
        desktop
            .with("AETHER_CLAUDE_BIN", "no-such-claude")
            .aether("doctor", "--redis-port", "1", "--json");

    assertThat(result.code()).isEqualTo(1);
    assertThat(Json.readObject(result.out()).orElseThrow().path("findings"))
        .filteredOn(finding -> finding.path("level").stringValue().equals("failure"))
        .extracting(finding -> finding.path("subject").stringValue())
        .containsExactly("bus", "claude");
  }

  @Test
  void a_constellation_that_cannot_be_read_and_a_stop_are_told() throws IOException {
    Path aether = Files.createDirectories(home.resolve(".aether"));
    Files.writeString(aether.resolve("constellation.yaml"), "bodies: [oops\n");
    Files.writeString(aether.resolve("STOP"), "");

    Desktop.Result result = desktop.aether("doctor");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out()).contains("✗ constellation", "! stop").contains("`aether go`");
  }
}
