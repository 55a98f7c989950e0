package aether.cli.machines;

import static org.assertj.core.api.Assertions.assertThat;

import aether.testkit.Certificates;
import aether.testkit.OwnRedis;
import aether.testkit.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A bus on machine A, with TLS, client certificates and a password; a Body on B, another on C;
 * every one of them a process of its own in a network of its own (see {@link Lan}).
 */
@Timeout(420)
class ThreeMachinesTest {
  private static final String PASSWORD = "a-word-for-the-bus";
  private static final Duration LIMIT = Duration.ofSeconds(90);

  @TempDir private Path temp;
  private Lan lan;
  private Certificates certificates;
  private OwnRedis redis;
  private String port = "6380";
  private final List<Process> daemons = new ArrayList<>();
  private int runs;

  /** What a command did. */
  private record Result(int code, String out, String err) {}

  @BeforeEach
  void set_up_the_machines() throws IOException {
    lan = Lan.build();
    if (!lan.isReal()) {
      port = String.valueOf(OwnRedis.freePort());
    }
    certificates =
        Certificates.make(temp.resolve("certs"), "--client", "b", "--client", "c", lan.address());
    redis = OwnRedis.by(lan.on("a", List.of("redis-server", configuration().toString())), temp);
    home("b", "backend", "serves");
    home("c", "frontend", "shows");
  }

  private Path configuration() throws IOException {
    return Files.writeString(
        Files.createDirectory(temp.resolve("a")).resolve("redis.conf"),
        """
        port 0
        tls-port %s
        bind %s
        dir %s
        tls-cert-file %s
        tls-key-file %s
        tls-ca-cert-file %s
        tls-auth-clients yes
        requirepass %s
        appendonly yes
        appendfsync always
        save ""
        """
            .formatted(
                port,
                lan.isReal() ? lan.address() + " " + lan.alias() : "127.0.0.1",
                temp.resolve("a"),
                certificates.certificate("server"),
                certificates.key("server"),
                certificates.ca(),
                PASSWORD));
  }

  private Path home(String machine, String body, String description) throws IOException {
    Path home = Files.createDirectories(temp.resolve(machine).resolve(".aether")).getParent();
    Path agent =
        Files.writeString(
            home.resolve("agent"),
            """
            #!/bin/sh
            cat >/dev/null
            echo run >>'%s/runs'
            sleep 0.1
            echo '{"reply_needed": true, "to": null, "reply_body": {"intent": "result",\
             "text": "Said by %s."}, "summary": "answered"}'
            """
                .formatted(home, body));
    Files.setPosixFilePermissions(agent, PosixFilePermissions.fromString("rwx------"));
    Files.writeString(
        home.resolve(".aether/constellation.yaml"),
        """
        bodies:
          %s:
            description: %s
            working_dir: %s
            max_budget_usd: 0.01
            limits:
              sender_turns: 1000
              minute_turns: 1000
              daily_turns: 1000
            runner:
              command: [%s]
              format: text
        """
            .formatted(body, description, home, agent));
    return home;
  }

  @AfterEach
  void take_them_down() {
    daemons.forEach(Process::destroyForcibly);
    daemons.forEach(daemon -> daemon.onExit().join());
    redis.close();
    lan.close();
  }

  @Test
  void bodies_on_two_machines_converse_over_a_bus_on_a_third_and_strangers_stay_out()
      throws IOException {
    assertThat(aether("b", bus("b")).code()).isZero();
    assertThat(aether("c", bus("c")).code()).isZero();
    Process backend = online("b", "backend");
    online("c", "frontend");

    assertThat(aether("c", "consult", "--to", "backend", "--text", "Which field?").out())
        .contains("Said by backend.");
    assertThat(aether("b", "consult", "--to", "frontend", "--text", "Which page?").out())
        .contains("Said by frontend.");

    strangers_stay_out();
    one_id_is_one_machine(backend);
    nothing_is_lost_when_redis_is_restarted();
  }

  private void strangers_stay_out() {
    Certificates others = Certificates.make(temp.resolve("others"), "--client", "b", lan.address());
    certificates.odd("old", "DNS:b", "200101000000Z", "200201000000Z");
    String url = "rediss://" + lan.address() + ":" + port;
    Map<String, List<String>> wrong = new TreeMap<>();
    wrong.put("a CA that is not known here", List.of("--redis-tls-ca", others.ca().toString()));
    wrong.put(
        "certificate is for another host",
        List.of("--redis-url", "rediss://" + lan.alias() + ":" + port));
    wrong.put(
        "does not accept this client's certificate",
        List.of(
            "--redis-tls-cert",
            others.certificate("client-b").toString(),
            "--redis-tls-key",
            others.key("client-b").toString()));
    wrong.put(
        "has expired",
        List.of(
            "--redis-tls-cert",
            certificates.certificate("old").toString(),
            "--redis-tls-key",
            certificates.key("old").toString()));
    wrong.put(
        "name one of its CA with --redis-tls-cert",
        List.of("--redis-url", url, "--redis-tls-cert", "", "--redis-tls-key", ""));
    wrong.forEach((words, flags) -> {
      List<String> all = new ArrayList<>(List.of("server", "status"));
      all.addAll(flags);
      Result refused = aether("b", all.toArray(String[]::new));
      assertThat(refused.code()).as(words).isNotZero();
      assertThat(refused.out() + refused.err()).contains(words).doesNotContain(PASSWORD);
    });
    Result stranger =
        aether(
            "b",
            Map.of("AETHER_REDIS_PASSWORD", "guessed"),
            "send",
            "--to",
            "frontend",
            "--text",
            "x");
    assertThat(stranger.code()).isEqualTo(1);
    assertThat(stranger.err()).contains("WRONGPASS").doesNotContain("guessed");
    assertThat(aether("b", "send", "--from", "ghost", "--to", "frontend", "--text", "x").err())
        .contains("'ghost' is not registered: no answer can reach it");
  }

  private void one_id_is_one_machine(Process backend) throws IOException {
    home("c", "backend", "serves something else");
    Result second = aether("c", "observatory", "backend", "--sandbox", "off");
    assertThat(second.code()).isEqualTo(1);
    assertThat(second.err()).contains("'backend' is already online on");

    backend.destroy();
    var _ = backend.onExit().join();
    Result other = aether("c", "observatory", "backend", "--sandbox", "off");
    assertThat(other.code()).isEqualTo(1);
    assertThat(other.err()).contains("'backend' is taken on this bus", "--force");
    online("c", "backend", "--force");
  }

  private void nothing_is_lost_when_redis_is_restarted() {
    Path home = temp.resolve("b");
    Process load =
        lan.java("b", home, "load", secret(), List.of(Load.class.getName(), "60", "backend"));
    daemons.add(load);
    Patience.until("half is sent", LIMIT, () -> text(home.resolve("load.out")).contains("half"));
    redis.kill9();
    redis.again();
    Patience.until("the load ends", Duration.ofMinutes(3), () -> !load.isAlive());
    assertThat(text(home.resolve("load.out")))
        .as(() -> text(home.resolve("load.err")))
        .contains("answered 60 of 60", "once 60");
  }

  private String[] bus(String client) {
    return new String[] {
      "bus",
      "use",
      "--host",
      lan.address(),
      "--port",
      port,
      "--tls",
      "--tls-ca",
      certificates.ca().toString(),
      "--tls-cert",
      certificates.certificate("client-" + client).toString(),
      "--tls-key",
      certificates.key("client-" + client).toString()
    };
  }

  private Process online(String machine, String body, String... flags) {
    List<String> words =
        new ArrayList<>(List.of("aether.cli.Aether", "observatory", body, "--sandbox", "off"));
    words.addAll(List.of(flags));
    String log = body + daemons.size();
    Process process = lan.java(machine, temp.resolve(machine), log, secret(), words);
    daemons.add(process);
    Path told = temp.resolve(machine).resolve(log + ".err");
    Patience.until(
        body + " is online",
        LIMIT,
        () -> {
          assertThat(process.isAlive()).as(() -> text(told)).isTrue();
          return text(told).lines().anyMatch(line -> line.endsWith(" online"));
        });
    return process;
  }

  private Result aether(String machine, String... words) {
    return aether(machine, Map.of(), words);
  }

  private Result aether(String machine, Map<String, String> env, String... words) {
    List<String> all = new ArrayList<>(List.of("aether.cli.Aether"));
    all.addAll(List.of(words));
    Map<String, String> whole = new TreeMap<>(secret());
    whole.putAll(env);
    String log = "run" + runs++;
    Path home = temp.resolve(machine);
    Process process = lan.java(machine, home, log, whole, all);
    try {
      assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).as(all::toString).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      process.destroyForcibly();
    }
    return new Result(
        process.exitValue(), text(home.resolve(log + ".out")), text(home.resolve(log + ".err")));
  }

  private static Map<String, String> secret() {
    return Map.of("AETHER_REDIS_PASSWORD", PASSWORD);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
