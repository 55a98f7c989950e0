package aether.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aether.redis.local.LocalRedis;
import aether.redis.local.RespConnection;
import aether.redis.local.Running;
import aether.testkit.RequiresRedis7;
import aether.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A bus of one's own whose components are users with rights of their own. */
class AclTest {
  private @TempDir Path home;
  private Desktop desktop;
  private String port = "";

  @BeforeEach
  void a_bus_with_a_body_that_knows_its_users() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = String.valueOf(socket.getLocalPort());
    }
    Path project = Files.createDirectories(home.resolve("shop"));
    desktop = new Desktop(home).with("PATH", System.getenv("PATH")).in(project);
    ok("bus", "start", "--port", port);
    ok("client", "setup", "--yes", "--id", "shop", "--description", "Sells things");
  }

  @AfterEach
  void end_the_bus() {
    LocalRedis.running(desktop.aether().resolve("bus")).ifPresent(Running::stop);
  }

  @RequiresRedis7
  @Test
  void every_command_finds_its_own_user_by_itself() {
    divide();

    assertThat(ok("who")).contains("shop").contains("offline");
    assertThat(ok("bus", "status")).contains("bus: UP", "messages survive a restart");
    assertThat(ok("server", "status")).contains("UP");
    assertThat(ok("send", "--to", "shop", "--text", "What is sold?")).contains("shop");
    assertThat(ok("pause", "shop")).contains("shop");
    assertThat(ok("resume", "shop")).contains("shop");
    assertThat(ok("dead", "list", "shop")).isNotNull();
    assertThat(ok("audit", "verify")).isNotBlank();
    assertThat(desktop.aether("doctor", "--json").out()).contains("Redis 7", "within 2 s");
    assertThat(
            desktop
                .aether("consult", "--to", "shop", "--text", "What is sold?", "--wait", "1")
                .code())
        .isEqualTo(2);
    assertThat(ok("who")).doesNotContain("consult-");
    assertThat(ok("bus", "acl", "--check")).contains("✓").doesNotContain("✗");
    assertThat(ok("unregister", "shop")).contains("shop");
    assertThat(ok("client", "setup", "--yes", "--id", "shop", "--description", "Sells things"))
        .contains("shop");
    assertThat(ok("bus", "stop")).contains("stopped");
  }

  @RequiresRedis7
  @Test
  void nobody_enters_without_a_password_or_with_that_of_before() throws IOException {
    divide();
    String before = Files.readString(desktop.aether().resolve("bus/password")).strip();

    try (RespConnection stranger = connect()) {
      assertThatThrownBy(() -> stranger.call("XLEN", "aether:events"))
          .hasMessageContaining("NOAUTH");
      assertThatThrownBy(() -> stranger.call("AUTH", before)).hasMessageContaining("WRONGPASS");
    }
  }

  @RequiresRedis7
  @Test
  void under_the_user_of_a_body_the_operators_verbs_are_refused_in_one_line() {
    divide();
    desktop.with("AETHER_REDIS_USERNAME", "body-shop");

    for (List<String> verb :
        List.of(
            List.of("pause", "shop"),
            List.of("kill", "shop"),
            List.of("revive", "shop"),
            List.of("unregister", "shop"),
            List.of("approve"),
            List.of("audit", "list"),
            List.of("send", "--to", "shop", "--text", "Which?"))) {
      Desktop.Result result = desktop.aether(verb.toArray(String[]::new));
      assertThat(result.code()).as("%s: %s", verb, result.err()).isEqualTo(1);
      assertThat(result.err())
          .doesNotContain("Exception")
          .contains("does not allow that to the user 'body-shop'", "NOPERM", "aether bus acl");
    }
    desktop.with("AETHER_REDIS_USERNAME", "operator");
    assertThat(ok("who", "--json")).contains("\"state\": \"offline\"");
    assertThat(ok("audit", "list")).doesNotContain("kill");
  }

  @RequiresRedis7
  @Test
  void passwords_stay_unless_they_are_rotated_and_are_for_their_owner_alone() throws IOException {
    divide();
    Path users = desktop.aether().resolve("bus/users");
    List<String> before = contents(users);

    assertThat(ok("bus", "acl")).contains("all known before", "in force now");
    assertThat(contents(users)).isEqualTo(before);
    assertThat(ok("bus", "acl", "--rotate")).contains("in force now");
    assertThat(contents(users)).hasSameSizeAs(before).doesNotContainAnyElementsOf(before);
    assertThat(ok("who")).contains("shop");
    assertThat(ok("bus", "acl", "--check")).doesNotContain("✗");
    assertThat(mode(users)).isEqualTo("rwx------");
    try (Stream<Path> files = Files.list(users)) {
      assertThat(files)
          .isNotEmpty()
          .allSatisfy(file -> assertThat(mode(file)).isEqualTo("rw-------"));
    }
    assertThat(mode(desktop.aether().resolve("bus/users.acl"))).isEqualTo("rw-------");
  }

  @RequiresRedis7
  @Test
  void a_body_that_comes_later_gets_a_user_and_one_that_is_removed_loses_it() throws IOException {
    divide();
    JsonNode more = Json.readObject(ok("bus", "acl", "--body", "Back End", "--json")).orElseThrow();
    assertThat(more.path("new").toString()).isEqualTo("[\"body-back_end\",\"back_end-mcp\"]");
    assertThat(more.path("in_force").booleanValue()).isTrue();
    try (RespConnection entered = connect()) {
      String password =
          Files.readString(desktop.aether().resolve("bus/users/body-back_end")).strip();
      assertThat(entered.call("AUTH", "body-back_end", password)).isEqualTo("OK");
    }

    assertThat(ok("bus", "acl", "--remove", "back_end")).isNotBlank();
    assertThat(desktop.aether().resolve("bus/users/body-back_end")).doesNotExist();
    assertThat(ok("bus", "acl", "--check")).doesNotContain("✗");
  }

  @RequiresRedis7
  @Test
  void nobody_is_taken_away_who_is_not_there_and_no_reserved_name_is_a_body() {
    ok("bus", "acl");
    Path file = desktop.aether().resolve("bus/users.acl");

    Desktop.Result unknown = desktop.aether("bus", "acl", "--remove", "shopp");
    assertThat(unknown.code()).isEqualTo(1);
    assertThat(unknown.err()).contains("'shopp' has no user in " + file);
    for (String reserved : List.of("operator", "Broadcast")) {
      Desktop.Result refused = desktop.aether("bus", "acl", "--body", reserved);
      assertThat(refused.code()).isEqualTo(2);
      assertThat(refused.err()).contains("is reserved and cannot be a project");
    }
    assertThat(file).content().doesNotContain("body-operator", "body-broadcast");
  }

  @RequiresRedis7
  @Test
  void a_server_that_was_not_told_is_found_out() {
    assertThat(ok("bus", "acl")).contains("in force once the bus starts anew");

    Desktop.Result result = desktop.aether("bus", "acl", "--check");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out())
        .containsOnlyOnce("✗ the server does not know the user 'body-shop'")
        .contains("'default' may enter");
    assertThat(ok("who")).contains("shop");
  }

  @Test
  void for_a_redis_elsewhere_it_is_said_what_to_do_with_the_files() {
    String told =
        ok(
            "bus",
            "acl",
            "--redis-host",
            "127.0.0.2",
            "--redis-port",
            "1",
            "--redis-version",
            "7.2");

    Path folder = desktop.aether().resolve("users/127.0.0.2-1");
    assertThat(told)
        .contains("aclfile", "ACL LOAD", "body-<id>", "~/.aether/users/127.0.0.2-1")
        .contains(folder.resolve("users.acl").toString());
    assertThat(folder.resolve("body-shop")).isNotEmptyFile();
    assertThat(folder.resolve("users.acl")).content().contains("+client|setinfo");
  }

  @Test
  void an_older_redis_is_refused_with_the_reason() {
    Desktop.Result result =
        desktop.aether("bus", "acl", "--redis-port", "1", "--redis-version", "6.2.6");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).hasLineCount(1).contains("Redis 6.2 is too old", "7.0 or newer");
    assertThat(desktop.aether("bus", "acl", "--redis-version", "new").code()).isEqualTo(2);
    assertThat(desktop.aether("bus", "acl", "--redis-port", "1").err()).contains("--redis-version");
  }

  /** Gives everybody a user, and starts the bus anew with them. */
  private void divide() {
    assertThat(ok("bus", "acl")).contains("users of the bus", "6");
    ok("bus", "stop");
    assertThat(ok("bus", "start", "--port", port)).contains("each component enters as its own");
  }

  private RespConnection connect() throws IOException {
    return RespConnection.open(
        "127.0.0.1", Integer.parseInt(port), Optional.empty(), Duration.ofSeconds(5));
  }

  private String ok(String... args) {
    Desktop.Result result = desktop.aether(args);
    assertThat(result.code()).as("%s: %s %s", List.of(args), result.out(), result.err()).isZero();
    return result.out();
  }

  private static List<String> contents(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().map(AclTest::content).toList();
    }
  }

  private static String content(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String mode(Path file) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
