package aether.cli.machines;

import static org.assertj.core.api.Assertions.assertThat;

import aether.testkit.Certificates;
import aether.testkit.OwnRedis;
import aether.testkit.Patience;
import aether.testkit.RedisServer;
import aether.testkit.RequiresRedis7;
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
 * A bus on machine A, with TLS, client certificates and the users that {@code aether bus acl} has
 * written there; a Body on B, another on C; every one of them a process of its own in a network of
 * its own (see {@link Lan}), and on each machine the passwords of its own users alone.
 */
@RequiresRedis7
@Timeout(420)
class ThreeMachinesTest {
  private static final Duration LIMIT = Duration.ofSeconds(90);

  @TempDir private Path temp;
  private Lan lan;
  private Certificates certificates;
  private OwnRedis redis;
  private String port = "6380";
  private final List<Process> daemons = new ArrayList<>();
  private final List<Path> logs = new ArrayList<>();
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
        Certificates.make(
            temp.resolve("certs"),
            "--client",
            "a",
            "--client",
            "b",
            "--client",
            "c",
            lan.address());
    Files.createDirectories(temp.resolve("a/.aether"));
    home("b", "backend", "serves");
    home("c", "frontend", "shows");
    users_are_written_and_brought_where_they_belong();
    redis =
        OwnRedis.by(
            lan.on("a", List.of(RedisServer.executable(), configuration().toString())), temp);
  }

  private void users_are_written_and_brought_where_they_belong() throws IOException {
    List<String> words =
        new ArrayList<>(List.of("bus", "acl", "--body", "backend", "--body", "frontend"));
    words.addAll(List.of("--redis-version", "7.0"));
    words.addAll(bus("a", "--redis-"));
    Result written = aether("a", words.toArray(String[]::new));
    assertThat(written.code()).as(written.err()).isZero();
    bring("b", "body-backend", "backend-mcp", "consult", "stargazer");
    bring("c", "body-frontend", "frontend-mcp", "consult", "stargazer");
  }

  private void bring(String machine, String... users) throws IOException {
    Path there = Files.createDirectories(users(machine));
    for (String user : users) {
      Files.copy(users("a").resolve(user), there.resolve(user));
    }
  }

  private Path users(String machine) {
    return temp.resolve(machine).resolve(".aether/users").resolve(lan.address() + "-" + port);
  }

  private Path configuration() throws IOException {
    return Files.writeString(
        Files.createDirectory(temp.resolve("redis")).resolve("redis.conf"),
        """
        port 0
        tls-port %s
        bind %s
        dir %s
        tls-cert-file %s
        tls-key-file %s
        tls-ca-cert-file %s
        tls-auth-clients yes
        aclfile %s
        appendonly yes
        appendfsync always
        save ""
        """
            .formatted(
                port,
                lan.isReal() ? lan.address() + " " + lan.alias() : "127.0.0.1",
                temp.resolve("redis"),
                certificates.certificate("server"),
                certificates.key("server"),
                certificates.ca(),
                users("a").resolve("users.acl")));
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
    for (String machine : List.of("a", "b", "c")) {
      assertThat(use(machine).code()).isZero();
    }
    assertThat(aether("a", "bus", "acl", "--check").out()).contains("✓").doesNotContain("✗");
    Process backend = online("b", "backend");
    online("c", "frontend");

    assertThat(aether("c", "consult", "--to", "backend", "--text", "Which field?").out())
        .contains("Said by backend.");
    assertThat(aether("b", "consult", "--to", "frontend", "--text", "Which page?").out())
        .contains("Said by frontend.");
    assertThat(aether("c", "who").out()).contains("backend", "frontend").doesNotContain("offline");

    strangers_stay_out();
    nobody_acts_as_another();
    one_id_is_one_machine(backend);
    nothing_is_lost_when_redis_is_restarted();
    assertThat(logs).allSatisfy(log -> assertThat(log).content().doesNotContain("NOPERM"));
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
      assertThat(refused.out() + refused.err()).contains(words);
    });
    Result guesser =
        aether(
            "b",
            Map.of("AETHER_REDIS_PASSWORD", "guessed", "AETHER_REDIS_USERNAME", "operator"),
            "send",
            "--to",
            "frontend",
            "--text",
            "x");
    assertThat(guesser.code()).isEqualTo(1);
    assertThat(guesser.err()).contains("WRONGPASS").doesNotContain("guessed");
    Result unregistered = aether("a", "send", "--from", "ghost", "--to", "frontend", "--text", "x");
    assertThat(unregistered.code()).isEqualTo(1);
    assertThat(unregistered.err()).contains("'ghost' is not registered: no answer can reach it");
  }

  /** What a machine was not given the password for it cannot do, and the refusal says so. */
  private void nobody_acts_as_another() {
    Result noOperator = aether("b", "send", "--to", "frontend", "--text", "x");
    assertThat(noOperator.code()).isEqualTo(1);
    assertThat(noOperator.err()).hasLineCount(1).contains("NOAUTH");
    Result noBody = aether("c", "observatory", "backend", "--sandbox", "off");
    assertThat(noBody.code()).isNotZero();
  }

  private void one_id_is_one_machine(Process backend) throws IOException {
    home("c", "backend", "serves something else");
    bring("c", "body-backend");
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
    Path home = temp.resolve("a");
    Process load =
        lan.java("a", home, "load", Map.of(), List.of(Load.class.getName(), "60", "backend"));
    daemons.add(load);
    Patience.until("half is sent", LIMIT, () -> text(home.resolve("load.out")).contains("half"));
    redis.kill9();
    redis.again();
    Patience.until("the load ends", Duration.ofMinutes(3), () -> !load.isAlive());
    assertThat(text(home.resolve("load.out")))
        .as(() -> text(home.resolve("load.err")) + text(logs.getLast()))
        .contains("answered 60 of 60", "once 60");
  }

  private Result use(String machine) {
    List<String> words = new ArrayList<>(List.of("bus", "use"));
    words.addAll(bus(machine, "--"));
    return aether(machine, words.toArray(String[]::new));
  }

  /** The flags that name the bus, with the certificate of {@code machine}. */
  private List<String> bus(String machine, String prefix) {
    return List.of(
        prefix + "host",
        lan.address(),
        prefix + "port",
        port,
        prefix + "tls",
        prefix + "tls-ca",
        certificates.ca().toString(),
        prefix + "tls-cert",
        certificates.certificate("client-" + machine).toString(),
        prefix + "tls-key",
        certificates.key("client-" + machine).toString());
  }

  private Process online(String machine, String body, String... flags) {
    List<String> words =
        new ArrayList<>(List.of("aether.cli.Aether", "observatory", body, "--sandbox", "off"));
    words.addAll(List.of(flags));
    String log = body + daemons.size();
    Process process = lan.java(machine, temp.resolve(machine), log, Map.of(), words);
    daemons.add(process);
    Path told = temp.resolve(machine).resolve(log + ".err");
    logs.add(told);
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
    String log = "run" + runs++;
    Path home = temp.resolve(machine);
    Process process = lan.java(machine, home, log, env, all);
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

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
