package aether.cli;

import static org.assertj.core.api.Assertions.assertThat;

import aether.testkit.RedisServer;
import aether.testkit.RequiresRedis7;
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

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
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
  void what_is_secret_and_open_is_told_and_closed_on_request_and_nothing_else() throws IOException {
    Path token =
        Files.writeString(Files.createDirectories(desktop.aether()).resolve("operator.token"), "x");
    Path other = Files.writeString(desktop.aether().resolve("constellation.yaml"), "bodies: {}\n");
    Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-r--r--"));
    Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rw-r--r--"));

    assertThat(desktop.aether("doctor").out())
        .contains("! secrets", token.toString(), "`aether doctor --fix` closes them");
    assertThat(mode(token)).isEqualTo("rw-r--r--");
    assertThat(desktop.aether("doctor", "--fix").out())
        .contains("mended: " + token + " is closed to others now (rw-------)", "✓ secrets");
    assertThat(mode(token)).isEqualTo("rw-------");
    assertThat(mode(other)).isEqualTo("rw-r--r--");
    assertThat(desktop.aether("doctor", "--fix").out()).doesNotContain("mended");
  }

  @Test
  void ports_and_login_are_looked_at() throws IOException {
    assertThat(desktop.aether("doctor").out())
        .contains("port 8765", "port 8770", "! login", "/login");

    Path claude = Files.createDirectories(home.resolve(".claude"));
    Files.writeString(claude.resolve(".credentials.json"), "{}");
    assertThat(desktop.aether("doctor").out()).contains("✓ login", ".credentials.json is there");
    assertThat(desktop.with("ANTHROPIC_API_KEY", "k").aether("doctor").out())
        .contains("✓ login", "ANTHROPIC_API_KEY is set");
  }

  @RequiresRedis7
  @Test
  void a_body_without_the_password_of_its_user_is_told() throws IOException {
    Files.writeString(
        desktop.aether().resolve("constellation.yaml"), "bodies:\n  shop: {description: sells}\n");

    assertThat(desktop.aether("doctor").out())
        .contains("! users", "no password for body-shop", "aether bus acl");
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
  void a_profile_that_cannot_be_read_is_one_finding_among_the_others() throws IOException {
    Files.writeString(Files.createDirectories(desktop.aether()).resolve("config.json"), "{oops");

    Desktop.Result result = desktop.aether("doctor");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out()).contains("✗ bus", "config.json", "✓ java", "✓ claude");
    assertThat(result.err()).isEmpty();
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
