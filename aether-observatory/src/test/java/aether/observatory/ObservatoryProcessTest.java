package aether.observatory;

import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.Presence;
import aether.config.BusAddress;
import aether.config.Secret;
import aether.message.Envelope;
import aether.observatory.Scene.Fate;
import aether.observatory.turn.FirstProcess;
import aether.redis.Keys;
import aether.testkit.RedisServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command in processes of its own: started, told to stop, killed, refused. */
@Timeout(60)
class ObservatoryProcessTest {
  @RegisterExtension static final RedisServer REDIS = RedisServer.start();

  @TempDir Path temp;
  private Scene scene;
  private StandIn claude;

  @BeforeEach
  void set_the_stage() throws IOException {
    scene = Scene.set(temp, REDIS);
    claude = scene.claude();
  }

  @AfterEach
  void clear_the_stage() {
    scene.close();
  }

  @Test
  void two_observatories_with_an_executable_of_ones_own_answer_a_question() {
    StandIn listener = StandIn.silent(temp.resolve("alpha-claude"));
    scene.online(scene.start("alpha", listener.executable().toString(), REDIS.address()));
    scene.online(scene.beta());
    Envelope question = scene.ask("Which field is the order's id?");

    scene.until("both turns are over", () -> scene.done().size() == 2);

    assertThat(scene.messages()).hasSize(2);
    Envelope answer = scene.messages().getLast();
    assertThat(answer.content().text()).isEqualTo("The field is `order_id`.");
    assertThat(answer.replyTo()).contains(question.id());
    assertThat(listener.runs()).hasSize(1);
    assertThat(claude.runs()).hasSize(1);
    assertThat(scene.done().getFirst().usage().orElseThrow().inputTokens()).contains(3L);
  }

  @Test
  void d8_a_second_start_of_the_same_body_is_refused_and_names_host_and_process() throws Exception {
    ObservatoryProcess first = scene.beta();
    scene.online(first);

    ObservatoryProcess second = scene.beta();

    assertThat(second.exit()).isEqualTo(1);
    assertThat(second.errors())
        .singleElement()
        .asString()
        .contains("'beta' is already online on " + InetAddress.getLocalHost().getHostName())
        .contains("pid " + first.pid());
    assertThat(scene.bus().observer().liveness().presence(List.of(Scene.BETA)).get(Scene.BETA))
        .isInstanceOf(Presence.Idle.class);
  }

  @Test
  void a_bus_that_drops_keys_when_its_memory_is_full_is_refused_with_the_remedy() {
    REDIS.call("CONFIG", "SET", "maxmemory-policy", "volatile-lru");
    try {
      ObservatoryProcess refused = scene.beta();
      assertThat(refused.exit()).isEqualTo(1);
      assertThat(refused.errors())
          .singleElement()
          .asString()
          .contains("maxmemory-policy volatile-lru")
          .contains("CONFIG SET maxmemory-policy noeviction");
      assertThat(REDIS.call("EXISTS", "aether:lease:beta")).isEqualTo(0L);
    } finally {
      REDIS.call("CONFIG", "SET", "maxmemory-policy", "noeviction");
    }
  }

  @Test
  void d3_killed_in_the_middle_of_a_turn_it_is_delivered_again_at_once_and_answered_once() {
    claude.thinks();
    ObservatoryProcess first = scene.beta();
    scene.online(first);
    Envelope question = scene.ask("Which field?");
    scene.until("the run has begun", () -> claude.runs().size() == 1);

    first.kill9();
    claude.concludes();
    assertThat(REDIS.call("EXISTS", Keys.lease(Scene.BETA)))
        .as("its lease still holds")
        .isEqualTo(1L);
    scene.online(scene.beta());
    scene.until("it is answered", () -> scene.messages().size() == 2);
    scene.until("it is settled", () -> scene.pending() == 0);

    assertThat(claude.runs()).hasSize(2);
    assertThat(REDIS.call("HGET", Keys.processingLog(Scene.BETA, question.id()), "attempts"))
        .isEqualTo("2");
    assertThat(REDIS.call("XLEN", Keys.inbox(Scene.ALPHA))).isEqualTo(1L);
    scene.audit(question, Fate.CUT_SHORT, Fate.ANSWERED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void d55_told_to_stop_in_the_middle_of_a_turn_it_ends_its_child_and_loses_nothing(String signal)
      throws IOException {
    claude.thinks();
    ObservatoryProcess first = scene.beta("--grace", "1");
    scene.online(first);
    Envelope question = scene.ask("Which field?");
    scene.until("the run has begun", () -> claude.runs().size() == 1);

    first.signal(signal);

    assertThat(first.exit()).isZero();
    assertThat(claude.living()).isEmpty();
    assertThat(
            REDIS.call(
                "EXISTS",
                Keys.heartbeat(Scene.BETA),
                Keys.presence(Scene.BETA),
                Keys.lease(Scene.BETA)))
        .isEqualTo(0L);
    assertThat(scene.pending()).isEqualTo(1);
    assertThat(scene.messages()).containsExactly(question);
    assertThat(first.errors()).noneMatch(line -> line.contains("Exception"));

    claude.concludes();
    scene.online(scene.beta());
    scene.until("it is answered", () -> scene.messages().size() == 2);
  }

  @Test
  void a_signal_that_reaches_the_agent_as_well_costs_its_message_no_run() {
    claude.thinks();
    ObservatoryProcess first = scene.beta();
    scene.online(first);
    Envelope question = scene.ask("Which field?");
    scene.until("the run has begun", () -> claude.deep().size() == 1);

    first.signal("TERM", claude.runs().getFirst());

    assertThat(first.exit()).isZero();
    assertThat(scene.pending()).isEqualTo(1);
    assertThat(REDIS.call("HGET", Keys.processingLog(Scene.BETA, question.id()), "attempts"))
        .as("handed back")
        .isNull();
  }

  @Test
  void told_to_stop_it_lets_a_turn_finish_that_is_soon_done() {
    claude.thinks();
    ObservatoryProcess first = scene.beta();
    scene.online(first);
    Envelope question = scene.ask("Which field?");
    scene.until("the run has begun", () -> claude.runs().size() == 1);

    first.signal("TERM");
    scene.until("it reads no more", () -> scene.blockedClients().equals("0"));
    claude.concludes();

    assertThat(first.exit()).isZero();
    assertThat(scene.messages()).hasSize(2);
    assertThat(scene.messages().getLast().replyTo()).contains(question.id());
    assertThat(scene.pending()).isZero();
    assertThat(REDIS.call("EXISTS", Keys.heartbeat(Scene.BETA), Keys.lease(Scene.BETA)))
        .isEqualTo(0L);
  }

  @Test
  void d6_a_body_is_online_and_thinks_all_through_a_turn_longer_than_its_heartbeat() {
    claude.thinks();
    scene.online(scene.beta("--heartbeat-ttl", "2", "--lease-ttl", "2"));
    Object owner = REDIS.call("GET", Keys.fence(Scene.BETA));
    Envelope question = scene.ask("Which field?");
    scene.until("the run has begun", () -> claude.runs().size() == 1);
    scene.until("it says so", () -> scene.presence() instanceof Presence.Thinking);

    long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    scene.until(
        "a turn as long as several leases is over",
        () -> {
          assertThat(scene.presence()).isInstanceOf(Presence.Thinking.class);
          return System.nanoTime() > end;
        });
    assertThat(REDIS.call("GET", Keys.fence(Scene.BETA))).isEqualTo(owner);
    claude.concludes();
    scene.until("it is answered", () -> scene.messages().size() == 2);
    scene.audit(question, Fate.ANSWERED);
  }

  @Test
  void without_a_sandbox_that_its_agent_runs_in_one_that_is_required_is_refused()
      throws IOException {
    Path shell = Files.copy(Path.of("/bin/sh"), temp.resolve("shell"));
    Path agent = claude.executable();
    Files.writeString(agent, Files.readString(agent).replaceFirst("#!.*", "#!" + shell));
    ObservatoryProcess process =
        scene.start("beta", agent.toString(), REDIS.address(), "--sandbox", "require");
    refused(process, 1, "no sandbox: ", "--sandbox auto");
  }

  @Test
  void where_user_namespaces_are_refused_auto_goes_on_with_a_warning_and_require_does_not() {
    List<String> refusing =
        List.of(
            "bwrap",
            "--die-with-parent",
            "--unshare-user",
            "--disable-userns",
            "--dev-bind",
            "/",
            "/",
            "--");
    Optional<String> problem =
        new FirstProcess().refusal(Stream.concat(refusing.stream(), Stream.of("true")).toList());
    if (problem.isPresent()) {
      System.err.println("NOT TESTED WITHOUT USER NAMESPACES: " + problem.get());
    }
    Assumptions.assumeTrue(problem.isEmpty(), () -> "bwrap 0.8 is needed: " + problem);

    ObservatoryProcess auto = scene.within(refusing, "beta", "--sandbox", "auto");
    scene.until(
        "it warns",
        () ->
            says(auto, "aether: sandbox: none: bubblewrap does not work here (bwrap: ")
                && says(auto, "; allow unprivileged user namespaces"));
    scene.online(auto);
    auto.signal("TERM");

    ObservatoryProcess require = scene.within(refusing, "beta", "--sandbox", "require");
    refused(
        require,
        1,
        "no sandbox: bubblewrap does not work here",
        "allow unprivileged user namespaces",
        "--sandbox auto starts without one");
  }

  @Test
  void an_unknown_id_is_refused_in_one_line_with_the_nearest_one() {
    refused(
        scene.start("betta", claude.executable().toString(), REDIS.address()), 2, "betta", "beta");
  }

  @Test
  void a_bus_that_is_not_there_is_named_in_one_line() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    BusAddress nobody =
        new BusAddress("127.0.0.1", port, 0, Optional.empty(), Optional.empty(), Optional.empty());
    refused(scene.start("beta", claude.executable().toString(), nobody), 1, "127.0.0.1:" + port);
  }

  @Test
  void a_wrong_password_is_told_in_one_line_and_not_repeated() {
    try (RedisServer.Private guarded = RedisServer.Private.start(new Secret("right"))) {
      BusAddress at = guarded.address();
      BusAddress wrong =
          new BusAddress(
              at.host(),
              at.port(),
              0,
              Optional.empty(),
              Optional.of(new Secret("wr0ng-word")),
              Optional.empty());
      ObservatoryProcess process = scene.start("beta", claude.executable().toString(), wrong);
      refused(process, 1, "AETHER_REDIS_PASSWORD");
      assertThat(process.errors().getFirst()).doesNotContain("wr0ng-word");
    }
  }

  @Test
  void a_missing_claude_is_told_in_one_line_and_nothing_is_registered() {
    refused(scene.start("beta", temp.resolve("nowhere").toString(), REDIS.address()), 1, "nowhere");
    assertThat(REDIS.call("EXISTS", Keys.REGISTRY, Keys.lease(Scene.BETA))).isEqualTo(0L);
  }

  @Test
  void a_flag_that_is_no_number_is_told_in_one_line_with_its_value() {
    refused(scene.beta("--max-parallel", "abc"), 2, "--max-parallel 'abc' is not a whole number");
  }

  @Test
  void a_home_that_cannot_be_written_is_told_in_one_line_before_anything_is_registered()
      throws IOException {
    Files.writeString(temp.resolve("home").resolve("ledger"), "a file where a folder should be");
    refused(scene.beta(), 1, "ledger", "AETHER_HOME");
    assertThat(REDIS.call("EXISTS", Keys.REGISTRY, Keys.lease(Scene.BETA))).isEqualTo(0L);
  }

  @Test
  void its_terminal_tells_of_each_turn_and_of_waiting_at_the_end_but_never_of_text() {
    claude.thinks();
    ObservatoryProcess beta = scene.beta();
    scene.online(beta);
    Envelope question = scene.ask("Which field is secret?");
    scene.until("the run has begun", () -> claude.runs().size() == 1);
    beta.signal("TERM");
    scene.until("it says that it waits", () -> says(beta, "waiting for 1 running turn, 30 s"));
    claude.concludes();
    assertThat(beta.exit()).isZero();

    assertThat(beta.errors())
        .anySatisfy(line ->
            assertThat(line)
                .contains("from=alpha", "conversation=" + question.conversation())
                .contains("outcome=held", "usd=0.01", "seconds=", "done"))
        .anyMatch(line -> line.endsWith("body=beta offline"))
        .noneMatch(line -> line.contains("secret") || line.contains("order_id"));
  }

  private static boolean says(ObservatoryProcess process, String words) {
    return process.errors().stream().anyMatch(line -> line.contains(words));
  }

  private static void refused(ObservatoryProcess process, int code, String... words) {
    assertThat(process.exit()).isEqualTo(code);
    assertThat(process.errors()).singleElement().asString().contains(words);
  }
}
