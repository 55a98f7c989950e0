package aether.cli;

import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.Body;
import aether.config.BusAddress;
import aether.message.Content;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.Intent;
import aether.message.MessageId;
import aether.message.ProjectId;
import aether.message.Recipient;
import aether.redis.local.LocalRedis;
import aether.redis.local.RespConnection;
import aether.redis.local.Running;
import aether.redis.write.RedisBus;
import aether.testkit.RedisServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class BusTest {
  private static final ProjectId BACKEND = new ProjectId("backend");

  @RegisterExtension static final RedisServer REDIS = RedisServer.start();

  private @TempDir Path home;
  private Desktop desktop;
  private String port = "";

  @BeforeEach
  void sit_down() throws IOException {
    desktop = new Desktop(home).with("PATH", System.getenv("PATH"));
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = String.valueOf(socket.getLocalPort());
    }
  }

  @AfterEach
  void end_the_bus() {
    LocalRedis.running(desktop.aether().resolve("bus")).ifPresent(Running::stop);
  }

  @Test
  void a_bus_is_started_found_used_and_stopped() {
    Desktop.Result started = desktop.aether("bus", "start", "--port", port);

    assertThat(started.code()).isZero();
    assertThat(started.out()).contains("bus started at 127.0.0.1:" + port + "/0");
    assertThat(desktop.aether("who").out()).contains("Redis: UP (127.0.0.1:" + port + "/0)");
    assertThat(desktop.aether("bus", "status").out())
        .contains("bus: UP (127.0.0.1:" + port + "/0)")
        .contains("pid")
        .contains("messages survive a restart");

    assertThat(desktop.aether("bus", "stop").out()).contains("stopped");
    assertThat(desktop.aether("bus", "status").code()).isEqualTo(1);
    assertThat(desktop.aether("who").code()).isEqualTo(1);
  }

  @Test
  void its_password_is_generated_is_the_owners_alone_and_outlives_a_restart() throws IOException {
    var _ = desktop.aether("bus", "start", "--port", port);
    Path file = desktop.aether().resolve("bus").resolve("password");
    String password = Files.readString(file).strip();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(password).hasSizeGreaterThanOrEqualTo(32);
    assertThat(desktop.aether().resolve("config.json"))
        .content()
        .contains(port)
        .doesNotContain(password);

    var _ = desktop.aether("bus", "stop");
    assertThat(desktop.aether("bus", "start", "--port", port).code()).isZero();
    assertThat(file).content().isEqualTo(password + "\n");
  }

  @Test
  void what_is_on_it_outlives_its_end_and_it_listens_on_the_loopback_alone() throws IOException {
    var _ = desktop.aether("bus", "start", "--port", port);
    try (RedisBus bus = RedisBus.connect(running().address())) {
      var _ = bus.registrar().register(new Body(BACKEND, "orders", List.of()), true);
      bus.outbox().send(question(), List.of());
    }

    var _ = desktop.aether("bus", "stop");
    var _ = desktop.aether("bus", "start", "--port", port);

    assertThat(desktop.aether("who").out()).contains("backend").contains("1 queued");
    BusAddress bus = running().address();
    try (RespConnection connection =
        RespConnection.open(bus.host(), bus.port(), bus.password(), Duration.ofSeconds(10))) {
      assertThat(connection.call("CONFIG", "GET", "bind")).isEqualTo(List.of("bind", "127.0.0.1"));
    }
  }

  private Running running() {
    return LocalRedis.running(desktop.aether().resolve("bus")).orElseThrow();
  }

  private static Envelope question() {
    return Envelope.origin(
        MessageId.of(UUID.randomUUID()),
        ConversationId.of(UUID.randomUUID()),
        new ProjectId("frontend"),
        new Recipient.Project(BACKEND),
        8,
        Instant.now(),
        new Content(Intent.ASK, "which id?"));
  }

  @Test
  void a_second_start_finds_the_first() {
    var _ = desktop.aether("bus", "start", "--port", port);

    Desktop.Result again = desktop.aether("bus", "start");

    assertThat(again.code()).isZero();
    assertThat(again.out()).contains("bus runs already at 127.0.0.1:" + port);
    assertThat(desktop.aether("bus", "start", "--port", "1").err())
        .contains("the bus runs already on port " + port);
  }

  @Test
  void another_choice_of_bus_stays_unless_told_otherwise() throws IOException {
    assertThat(use(REDIS.address().port()).code()).isZero();
    Path profile = desktop.aether().resolve("config.json");
    String before = Files.readString(profile);

    assertThat(desktop.aether("bus", "start", "--port", port).out()).contains("--use changes that");
    assertThat(profile).content().isEqualTo(before);
    assertThat(desktop.aether("bus", "start", "--use").code()).isZero();
    assertThat(profile).content().contains(port);
  }

  @Test
  void a_bus_that_does_not_answer_is_not_chosen() throws IOException {
    assertThat(use(REDIS.address().port()).code()).isZero();
    Path profile = desktop.aether().resolve("config.json");
    String before = Files.readString(profile);

    Desktop.Result result = use(1);

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err())
        .contains("profile NOT written", "or name another with --host;")
        .doesNotContain("--redis-");
    assertThat(profile).content().isEqualTo(before);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(profile)))
        .isEqualTo("rw-------");
  }

  /** CONTRACT §12: each field on its own, flag over environment over profile. */
  @Test
  void what_no_flag_says_the_environment_and_the_choice_of_before_say() {
    String chosen = String.valueOf(REDIS.address().port());
    Path profile = desktop.aether().resolve("config.json");
    desktop.with("AETHER_REDIS_HOST", "127.0.0.1").with("AETHER_REDIS_PORT", chosen);
    assertThat(desktop.aether("bus", "use", "--db", "3").out())
        .contains("127.0.0.1:" + chosen + "/3");

    desktop = new Desktop(home);
    assertThat(desktop.aether("bus", "use", "--db", "4").out())
        .contains("127.0.0.1:" + chosen + "/4");
    assertThat(profile).content().contains("127.0.0.1", chosen, "4");
    assertThat(desktop.with("AETHER_REDIS_DB", "5").aether("bus", "use", "--db", "6").out())
        .contains("/6");
    assertThat(desktop.with("AETHER_REDIS_PORT", "1").aether("bus", "use").err())
        .contains("127.0.0.1:1/5", "profile NOT written");
  }

  @Test
  void stopping_nothing_is_no_failure() {
    assertThat(desktop.aether("bus", "stop"))
        .satisfies(result -> assertThat(result.code()).isZero())
        .satisfies(result -> assertThat(result.out()).contains("no bus runs"));
  }

  private Desktop.Result use(int number) {
    return desktop.aether("bus", "use", "--host", "127.0.0.1", "--port", String.valueOf(number));
  }
}
