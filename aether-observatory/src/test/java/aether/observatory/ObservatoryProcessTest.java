package aether.observatory;

import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.Body;
import aether.bus.EventLog;
import aether.bus.Presence;
import aether.bus.Recorded;
import aether.config.BusAddress;
import aether.config.Secret;
import aether.event.Event;
import aether.message.Content;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.Intent;
import aether.message.MessageId;
import aether.message.ProjectId;
import aether.message.Recipient;
import aether.redis.Keys;
import aether.redis.write.RedisBus;
import aether.testkit.RedisServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
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

  private static final ProjectId ALPHA = new ProjectId("alpha");
  private static final ProjectId BETA = new ProjectId("beta");
  private static final long PATIENCE_NANOS = Duration.ofSeconds(20).toNanos();

  @TempDir Path temp;
  private final List<ObservatoryProcess> started = new ArrayList<>();
  private RedisBus bus;
  private StandIn claude;

  @BeforeEach
  void set_the_stage() throws IOException {
    bus = RedisBus.connect(REDIS.address());
    claude = StandIn.answering(temp.resolve("beta-claude"), "The field is `order_id`.");
    Path alpha = Files.createDirectories(temp.resolve("alpha"));
    Path beta = Files.createDirectories(temp.resolve("beta"));
    Files.createDirectories(temp.resolve("home"));
    Files.writeString(
        temp.resolve("home").resolve("constellation.yaml"),
        """
        bodies:
          alpha:
            description: asks
            working_dir: %s
          beta:
            description: answers
            working_dir: %s
        """
            .formatted(alpha, beta));
  }

  @AfterEach
  void clear_the_stage() {
    started.forEach(ObservatoryProcess::close);
    claude.concludes();
    bus.close();
  }

  @Test
  void two_observatories_with_an_executable_of_ones_own_answer_a_question() {
    StandIn listener = StandIn.silent(temp.resolve("alpha-claude"));
    online(start("alpha", listener.executable().toString(), REDIS.address()));
    online(beta());
    Envelope question = ask("Which field is the order's id?");

    until("both turns are over", () -> done().size() == 2);

    assertThat(messages()).hasSize(2);
    Envelope answer = messages().getLast();
    assertThat(answer.content().text()).isEqualTo("The field is `order_id`.");
    assertThat(answer.replyTo()).contains(question.id());
    assertThat(listener.runs()).hasSize(1);
    assertThat(claude.runs()).hasSize(1);
    assertThat(done().getFirst().usage().orElseThrow().inputTokens()).contains(3L);
  }

  @Test
  void d8_a_second_start_of_the_same_body_is_refused_and_names_host_and_process() throws Exception {
    ObservatoryProcess first = beta();
    online(first);

    ObservatoryProcess second = beta();

    assertThat(second.exit()).isEqualTo(1);
    assertThat(second.errors())
        .singleElement()
        .asString()
        .contains("'beta' is already online on " + InetAddress.getLocalHost().getHostName())
        .contains("pid " + first.pid());
    assertThat(bus.observer().liveness().presence(List.of(BETA)).get(BETA))
        .isInstanceOf(Presence.Idle.class);
  }

  @Test
  void d3_killed_in_the_middle_of_a_turn_it_is_delivered_again_at_once_and_answered_once() {
    claude.thinks();
    ObservatoryProcess first = beta();
    online(first);
    Envelope question = ask("Which field?");
    until("the run has begun", () -> claude.runs().size() == 1);

    first.kill9();
    claude.concludes();
    assertThat(REDIS.call("EXISTS", Keys.lease(BETA))).as("its lease still holds").isEqualTo(1L);
    online(beta());
    until("it is answered", () -> messages().size() == 2);
    until("it is settled", () -> pending() == 0);

    assertThat(claude.runs()).hasSize(2);
    assertThat(REDIS.call("HGET", Keys.processingLog(BETA, question.id()), "attempts"))
        .isEqualTo("2");
    assertThat(REDIS.call("XLEN", Keys.inbox(ALPHA))).isEqualTo(1L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void d55_told_to_stop_in_the_middle_of_a_turn_it_ends_its_child_and_loses_nothing(String signal)
      throws IOException {
    Assumptions.assumeFalse(
        signal.equals("INT") && isInterruptIgnored(),
        "this JVM was started with SIGINT ignored, and so are its children: INT is not tested");
    claude.thinks();
    ObservatoryProcess first = beta("--grace", "1");
    online(first);
    Envelope question = ask("Which field?");
    until("the run has begun", () -> claude.runs().size() == 1);

    first.signal(signal);

    assertThat(first.exit()).isZero();
    assertThat(claude.living()).isEmpty();
    assertThat(REDIS.call("EXISTS", Keys.heartbeat(BETA), Keys.presence(BETA), Keys.lease(BETA)))
        .isEqualTo(0L);
    assertThat(pending()).isEqualTo(1);
    assertThat(messages()).containsExactly(question);
    assertThat(first.errors()).noneMatch(line -> line.contains("Exception"));

    claude.concludes();
    online(beta());
    until("it is answered", () -> messages().size() == 2);
  }

  @Test
  void told_to_stop_it_lets_a_turn_finish_that_is_soon_done() {
    claude.thinks();
    ObservatoryProcess first = beta();
    online(first);
    Envelope question = ask("Which field?");
    until("the run has begun", () -> claude.runs().size() == 1);

    first.signal("TERM");
    until("it reads no more", () -> blockedClients().equals("0"));
    claude.concludes();

    assertThat(first.exit()).isZero();
    assertThat(messages()).hasSize(2);
    assertThat(messages().getLast().replyTo()).contains(question.id());
    assertThat(pending()).isZero();
    assertThat(REDIS.call("EXISTS", Keys.heartbeat(BETA), Keys.lease(BETA))).isEqualTo(0L);
  }

  @Test
  void d6_a_body_is_online_and_thinks_all_through_a_turn_longer_than_its_heartbeat() {
    claude.thinks();
    online(beta("--heartbeat-ttl", "2"));
    ask("Which field?");
    until("the run has begun", () -> claude.runs().size() == 1);
    until("it says so", () -> presence() instanceof Presence.Thinking);

    long end = System.nanoTime() + Duration.ofSeconds(3).toNanos();
    until(
        "a turn of three seconds is over",
        () -> {
          assertThat(presence()).isInstanceOf(Presence.Thinking.class);
          return System.nanoTime() > end;
        });
    claude.concludes();
    until("it is answered", () -> messages().size() == 2);
  }

  @Test
  void without_a_sandbox_that_its_agent_runs_in_one_that_is_required_is_refused()
      throws IOException {
    Path shell = Files.copy(Path.of("/bin/sh"), temp.resolve("shell"));
    Path agent = claude.executable();
    Files.writeString(agent, Files.readString(agent).replaceFirst("#!.*", "#!" + shell));
    ObservatoryProcess process =
        start("beta", agent.toString(), REDIS.address(), "--sandbox", "require");
    refused(process, 1, "no sandbox: ", "--sandbox auto");
  }

  @Test
  void an_unknown_id_is_refused_in_one_line_with_the_nearest_one() {
    refused(start("betta", claude.executable().toString(), REDIS.address()), 2, "betta", "beta");
  }

  @Test
  void a_bus_that_is_not_there_is_named_in_one_line() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    BusAddress nobody =
        new BusAddress("127.0.0.1", port, 0, Optional.empty(), Optional.empty(), Optional.empty());
    refused(start("beta", claude.executable().toString(), nobody), 1, "127.0.0.1:" + port);
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
      ObservatoryProcess process = start("beta", claude.executable().toString(), wrong);
      refused(process, 1, "AETHER_REDIS_PASSWORD");
      assertThat(process.errors().getFirst()).doesNotContain("wr0ng-word");
    }
  }

  @Test
  void a_missing_claude_is_told_in_one_line_and_nothing_is_registered() {
    refused(start("beta", temp.resolve("nowhere").toString(), REDIS.address()), 1, "nowhere");
    assertThat(REDIS.call("EXISTS", Keys.REGISTRY, Keys.lease(BETA))).isEqualTo(0L);
  }

  private static void refused(ObservatoryProcess process, int code, String... words) {
    assertThat(process.exit()).isEqualTo(code);
    assertThat(process.errors()).singleElement().asString().contains(words);
  }

  private ObservatoryProcess beta(String... flags) {
    return start("beta", claude.executable().toString(), REDIS.address(), flags);
  }

  private ObservatoryProcess start(
      String id, String executable, BusAddress address, String... flags) {
    List<String> arguments = Stream.concat(Stream.of(id), Stream.of(flags)).toList();
    ObservatoryProcess process =
        ObservatoryProcess.start(temp.resolve("home"), executable, address, arguments);
    started.add(process);
    return process;
  }

  private void online(ObservatoryProcess process) {
    until("it is online; it said " + process.errors(), process::isOnline);
  }

  private Envelope ask(String text) {
    Envelope question =
        Envelope.origin(
            MessageId.of(UUID.randomUUID()),
            ConversationId.of(UUID.randomUUID()),
            ALPHA,
            new Recipient.Project(BETA),
            8,
            Instant.now(),
            new Content(Intent.ASK, text));
    if (REDIS.call("HEXISTS", Keys.REGISTRY, ALPHA.value()).equals(0L)) {
      bus.registrar().register(new Body(ALPHA, "asks", List.of()), false);
    }
    bus.outbox().send(question, List.of());
    return question;
  }

  private List<Event> events() {
    return bus.observer().events().after(EventLog.START, 1_000).stream()
        .map(Recorded::event)
        .toList();
  }

  private List<Envelope> messages() {
    return events().stream()
        .flatMap(event ->
            event instanceof Event.MessageSent(Envelope envelope, _)
                ? Stream.of(envelope)
                : Stream.of())
        .toList();
  }

  private List<Event.ProcessingDone> done() {
    return events().stream()
        .flatMap(
            event -> event instanceof Event.ProcessingDone done ? Stream.of(done) : Stream.of())
        .toList();
  }

  private Presence presence() {
    return bus.observer()
        .liveness()
        .presence(List.of(BETA))
        .getOrDefault(BETA, new Presence.Offline());
  }

  private static long pending() {
    return REDIS.call("XPENDING", Keys.inbox(BETA), Keys.group(BETA)) instanceof List<?> summary
        ? (Long) summary.getFirst()
        : -1;
  }

  private static String blockedClients() {
    return String.valueOf(REDIS.call("INFO", "clients"))
        .lines()
        .filter(line -> line.startsWith("blocked_clients:"))
        .map(line -> line.substring("blocked_clients:".length()).strip())
        .findFirst()
        .orElse("unknown");
  }

  private static boolean isInterruptIgnored() throws IOException {
    Path status = Path.of("/proc/self/status");
    return Files.exists(status)
        && Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 0b10) != 0);
  }

  private void until(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime())
          .as(() ->
              "waited for: "
                  + what
                  + "\n"
                  + started.stream().map(each -> String.join("\n", each.errors())).toList())
          .isLessThan(deadline);
      LockSupport.parkNanos(10_000_000);
    }
  }
}
