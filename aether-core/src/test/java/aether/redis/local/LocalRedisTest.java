package aether.redis.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aether.config.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalRedisTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir static Path programs;
  private static Binary binary;

  @TempDir Path home;
  private final List<Running> started = new ArrayList<>();

  @BeforeAll
  static void find_a_server() {
    binary = LocalRedis.find(System.getenv(), programs).orElseThrow();
  }

  @AfterEach
  void stop_what_was_started() {
    started.forEach(Running::stop);
  }

  @Test
  void a_started_server_answers_and_a_stopped_one_is_gone() throws IOException {
    Running running = start(Settings.scratch(home.resolve("redis")));
    assertThat(call(running, "PING")).isEqualTo("PONG");

    running.stop();

    assertThat(running.process().isAlive()).isFalse();
    assertThat(LocalRedis.running(running.dir())).isEmpty();
    assertThat(Files.exists(Configuration.pid(running.dir()))).isFalse();
  }

  @Test
  void stopping_twice_does_no_harm() {
    Running running = start(Settings.scratch(home.resolve("redis")));
    running.stop();
    running.stop();
    assertThat(running.process().isAlive()).isFalse();
  }

  @Test
  void a_password_is_required_where_one_is_set_and_never_an_argument() throws IOException {
    Secret secret = new Secret("Xyzzy\"a ss\\w\u00f6rd#");
    Running running = start(Settings.scratch(home.resolve("redis")).withPassword(secret));

    try (RespConnection stranger =
        RespConnection.open(LocalRedis.HOST, running.port(), Optional.empty(), LIMIT)) {
      assertThatThrownBy(() -> stranger.call("GET", "x")).hasMessageStartingWith("NOAUTH");
    }
    assertThat(call(running, "PING")).isEqualTo("PONG");
    assertThat(running.address().password()).contains(secret);
    assertThat(LocalRedis.running(running.dir()).orElseThrow().address().password())
        .contains(secret);
    assertThat(running.process().info().commandLine().orElse("")).doesNotContain("Xyzzy");
  }

  @Test
  void a_port_in_use_is_one_clear_line() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Settings settings = Settings.scratch(home.resolve("redis")).onPort(taken.getLocalPort());
      assertThatThrownBy(() -> start(settings))
          .isInstanceOf(LocalRedisException.class)
          .hasMessageContaining("port " + taken.getLocalPort() + " on 127.0.0.1 is in use")
          .hasMessageContaining("choose another port")
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void a_server_that_ends_at_its_start_is_told_with_its_own_last_line() throws IOException {
    Path dir = Files.createDirectory(home.resolve("redis"));
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwx------"));
    Files.createDirectory(dir.resolve("appendonlydir"));
    Files.writeString(
        dir.resolve("appendonlydir/appendonly.aof.manifest"), "this is no manifest\n");
    Files.writeString(dir.resolve("appendonly.aof"), "this is no append-only file\n");

    assertThatThrownBy(() -> start(Settings.scratch(dir).durable()))
        .isInstanceOf(LocalRedisException.class)
        .hasMessageContaining("ended at its start in " + dir + ": ")
        .hasMessageContaining("correct the cause")
        .hasMessageNotContaining("\n");
  }

  @Test
  void what_was_written_survives_a_restart_with_appendonly() throws IOException {
    Settings settings = Settings.scratch(home.resolve("redis")).durable();
    Running first = start(settings);
    call(first, "SET", "k", "v");
    first.stop();

    assertThat(call(start(settings), "GET", "k")).isEqualTo("v");
  }

  @Test
  void what_was_written_survives_even_a_kill_with_appendonly() throws IOException {
    Settings settings = Settings.scratch(home.resolve("redis")).durable();
    Running first = start(settings);
    call(first, "SET", "k", "v");
    first.process().destroyForcibly();
    first.process().onExit().join();

    assertThat(call(start(settings.onPort(first.port())), "GET", "k")).isEqualTo("v");
  }

  @Test
  void no_server_side_scripting_is_available() {
    Running running = start(Settings.scratch(home.resolve("redis")));
    for (String[] command :
        List.of(
            new String[] {"EVAL", "return 1", "0"},
            new String[] {"EVALSHA", "0".repeat(40), "0"},
            new String[] {"SCRIPT", "LOAD", "return 1"},
            new String[] {"EVAL_RO", "return 1", "0"},
            new String[] {"FCALL", "f", "0"},
            new String[] {"FUNCTION", "LIST"})) {
      assertThatThrownBy(() -> call(running, command)).hasMessageContaining("unknown command");
    }
  }

  @Test
  void a_second_server_in_the_same_directory_is_refused() {
    Running running = start(Settings.scratch(home.resolve("redis")));
    assertThatThrownBy(() -> start(Settings.scratch(running.dir())))
        .isInstanceOf(LocalRedisException.class)
        .hasMessageContaining("already (pid " + running.process().pid())
        .hasMessageContaining("port " + running.port());
  }

  @Test
  void a_detached_server_is_found_again_and_can_be_stopped() throws IOException {
    Running running =
        start(
            Settings.scratch(home.resolve("redis"))
                .outliving()
                .withPassword(new Secret("correct horse")));
    Running again = LocalRedis.running(running.dir()).orElseThrow();

    assertThat(again.process()).isEqualTo(running.process());
    assertThat(again.port()).isEqualTo(running.port());
    assertThat(again.process().parent()).isNotEqualTo(Optional.of(ProcessHandle.current()));
    assertThat(call(again, "PING")).isEqualTo("PONG");

    again.stop();
    assertThat(LocalRedis.running(running.dir())).isEmpty();
  }

  @Test
  void a_stale_pid_file_is_not_believed() throws IOException {
    Running gone = start(Settings.scratch(home.resolve("redis")));
    gone.stop();
    Process other = new ProcessBuilder("sleep", "60").start();
    try {
      Files.writeString(Configuration.pid(gone.dir()), other.pid() + "\n");

      assertThat(LocalRedis.running(gone.dir())).isEmpty();
      start(Settings.scratch(gone.dir()));

      assertThat(other.isAlive()).isTrue();
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void a_stale_pid_file_is_not_believed_even_when_another_redis_has_taken_the_port()
      throws IOException {
    Running gone = start(Settings.scratch(home.resolve("gone")));
    gone.stop();
    start(Settings.scratch(home.resolve("other")).onPort(gone.port()));
    Files.writeString(
        Configuration.pid(gone.dir()), Long.toString(ProcessHandle.current().pid()) + "\n");

    assertThat(LocalRedis.running(gone.dir())).isEmpty();
  }

  @Test
  void what_it_writes_is_its_owners_alone() throws IOException {
    Running running = start(Settings.scratch(home.resolve("a/redis")).durable());
    call(running, "SET", "k", "v");
    try (Stream<Path> files = Files.walk(running.dir())) {
      for (Path file : files.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .as(file.toString())
            .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------");
      }
    }
  }

  @Test
  void a_directory_that_is_open_to_others_is_refused() throws IOException {
    Path dir = Files.createDirectory(home.resolve("open"));
    Files.setPosixFilePermissions(dir, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThatThrownBy(() -> start(Settings.scratch(dir)))
        .isInstanceOf(LocalRedisException.class)
        .hasMessageContaining(dir + " is open to other users (rwxr-xr-x)")
        .hasMessageContaining("chmod 700");
  }

  @Test
  void the_named_program_comes_first_then_the_search_path() {
    Map<String, String> both =
        Map.of("AETHER_REDIS_SERVER", binary.path().toString(), "PATH", "/nowhere");
    assertThat(LocalRedis.find(both, programs).orElseThrow().origin())
        .isEqualTo("$AETHER_REDIS_SERVER");
  }

  @Test
  void a_named_program_that_does_not_run_is_an_error_not_a_silent_second_choice() {
    Map<String, String> env = Map.of("AETHER_REDIS_SERVER", "/nowhere/redis-server");
    assertThatThrownBy(() -> LocalRedis.find(env, programs))
        .isInstanceOf(LocalRedisException.class)
        .hasMessageContaining("AETHER_REDIS_SERVER is '/nowhere/redis-server'")
        .hasMessageContaining("correct or unset it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"something else", "Redis server v=6.0.16 sha=00000000:0 malloc=libc"})
  void a_program_that_bears_only_the_name_or_is_too_old_is_passed_over(String says)
      throws IOException {
    Path impostor = home.resolve("redis-server");
    Files.writeString(impostor, "#!/bin/sh\necho '" + says + "'\n");
    Files.setPosixFilePermissions(impostor, PosixFilePermissions.fromString("rwx------"));
    assertThat(LocalRedis.find(Map.of("PATH", home.toString()), programs))
        .map(Binary::path)
        .isNotEqualTo(Optional.of(impostor));
  }

  @Test
  void the_carried_program_is_unpacked_once_and_runs_with_the_same_walls() throws IOException {
    Path target = home.resolve("bin");
    Optional<Binary> carried = LocalRedis.find(Map.of(), target);
    assertThat(carried).map(Binary::origin).contains("carried by Aether");
    Path file = carried.orElseThrow().path();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rwx------");
    var written = Files.getLastModifiedTime(file);

    assertThat(LocalRedis.find(Map.of(), target).orElseThrow().path()).isEqualTo(file);
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(written);

    Files.writeString(file, "cut short");
    assertThat(LocalRedis.find(Map.of(), target)).isPresent();

    Running running = LocalRedis.start(carried.get(), Settings.scratch(home.resolve("redis")));
    started.add(running);
    assertThatThrownBy(() -> call(running, "EVAL", "return 1", "0"))
        .hasMessageContaining("unknown command");
  }

  private Running start(Settings settings) {
    Running running = LocalRedis.start(binary, settings);
    started.add(running);
    return running;
  }

  private static Object call(Running running, String... command) throws IOException {
    try (RespConnection connection =
        RespConnection.open(LocalRedis.HOST, running.port(), running.address().password(), LIMIT)) {
      return connection.call(command);
    }
  }
}
