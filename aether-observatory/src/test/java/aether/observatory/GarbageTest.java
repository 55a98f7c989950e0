package aether.observatory;

import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.Body;
import aether.bus.DeadLetter;
import aether.bus.DeadLetters;
import aether.bus.EventLog;
import aether.config.Account;
import aether.config.Waves;
import aether.event.Extinction;
import aether.message.Content;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.EnvelopeCodec;
import aether.message.Intent;
import aether.message.MessageId;
import aether.message.ProjectId;
import aether.message.Recipient;
import aether.observatory.audit.Auditor;
import aether.observatory.audit.Correspondence;
import aether.observatory.audit.Evidence;
import aether.observatory.audit.RunLedger;
import aether.observatory.outbound.Outbound;
import aether.observatory.pipeline.BodySettings;
import aether.observatory.pipeline.Limits;
import aether.observatory.pipeline.MemoryLedger;
import aether.observatory.pipeline.Observatory;
import aether.observatory.turn.Run;
import aether.observatory.turn.ScriptedRunner;
import aether.redis.Keys;
import aether.redis.write.RedisBus;
import aether.testkit.RedisServer;
import aether.wire.Json;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Forty shapes of garbage among forty good messages, on a real Redis, through a real Station. */
class GarbageTest {
  @RegisterExtension static final RedisServer REDIS = RedisServer.start();

  private static final ProjectId A = new ProjectId("alpha");
  private static final ProjectId B = new ProjectId("beta");
  private static final String REPLY =
      "{\"reply_needed\":true,\"to\":null,\"reply_body\":{\"intent\":\"result\",\"text\":\"It is"
          + " `id`.\"},\"summary\":\"answered\"}";

  /** No ceiling that is met here. */
  private static final Limits LIMITS =
      Limits.of(limit ->
          limit.isMoney() ? new BigDecimal(10_000) : limit.usual().max(new BigDecimal(1_000)));

  private static final String ONE_PROCESS = "the only one";
  private static final Pattern CONVERSATION = Pattern.compile("\\bc-(\\d+)\\b");

  @TempDir private Path home;
  private final MemoryLedger ledger = new MemoryLedger();
  private final RunLedger runs = new RunLedger(() -> 0, () -> 0);

  @Test
  void d1_forty_shapes_of_garbage_are_dead_forty_good_messages_answered_and_nothing_restarts() {
    List<List<String>> garbage = garbage();
    List<String> good = good();
    assertThat(garbage).hasSize(40);
    assertThat(good).hasSize(40).doesNotHaveDuplicates();
    assertThat(garbage).doesNotHaveDuplicates();
    ScriptedRunner runner = ScriptedRunner.replying(this::answer);
    try (RedisBus bus = RedisBus.connect(REDIS.as(new Account.Operator()));
        RedisBus own = RedisBus.connect(REDIS.as(new Account.Body(B)))) {
      bus.registrar().register(new Body(A, "asks", List.of()), false);
      Correspondence post = post(bus);
      try (Observatory observatory = station(own, runner)) {
        assertThat(observatory.start(false)).isEmpty();
        for (int i = 0; i < 40; i++) {
          add(post, garbage.get(i));
          add(post, List.of("data", good.get(i)));
        }
        until(() -> REDIS.call("XLEN", Keys.inbox(B)).equals(0L) && observatory.isIdle());

        List<DeadLetter> dead = bus.observer().deadLetters().list(B, DeadLetters.START, 100);
        assertThat(dead)
            .hasSize(40)
            .allMatch(letter -> letter.cause().equals(Optional.of(Extinction.Cause.UNDECODABLE)));
        assertThat(dead).allMatch(letter -> letter.error().length() < 1_000);
        assertThat(REDIS.call("XLEN", Keys.inbox(A))).isEqualTo(40L);
        assertThat(runner.runs()).isEqualTo(40);
        runs.ended(ONE_PROCESS);
        new Auditor(
                new Evidence(
                    post.retold(Set.of(B)),
                    runs,
                    new Evidence.Bodies(Set.of(B), Set.of(), LIMITS.maxAttempts()),
                    new Evidence.Purse(Map.of(B, ledger.lines()), LIMITS.ceilings().turnUsd()),
                    List.of()))
            .audit();
        assertThat(REDIS.call("XINFO", "CONSUMERS", Keys.inbox(B), Keys.group(B)))
            .as("one process has read all of it")
            .asInstanceOf(InstanceOfAssertFactories.LIST)
            .hasSize(1);
      }
    }
  }

  private Observatory station(RedisBus bus, ScriptedRunner runner) {
    BodySettings settings =
        new BodySettings(
            new Body(B, "answers", List.of()), home, LIMITS, Waves.NOTE, Set.of(), false);
    Station.Host host =
        new Station.Host(home.resolve("STOP"), _ -> ledger, (_, _) -> Outbound.plain());
    return Station.on(bus, settings, runner, 4, Observatory.Timing.DEFAULT, host);
  }

  /** Each is the fields of one entry. */
  private static List<List<String>> garbage() {
    String whole = envelope(0, "Which field?");
    return Stream.concat(
            Stream.of(List.of("other", whole), List.of("Data", whole)),
            Stream.concat(noMessages().stream(), broken(whole).stream())
                .map(data -> List.of("data", data)))
        .toList();
  }

  private static List<String> noMessages() {
    return List.of(
        "",
        " ",
        "garbage",
        "null",
        "true",
        "1e308",
        "1e999999",
        "-",
        "[]",
        "[[\"a\"]]",
        "\"text\"",
        "{}",
        "\u0000",
        "\uFEFF",
        "x".repeat(1 << 20),
        "[".repeat(10_000),
        "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000));
  }

  /** Each one wrong in one way. */
  private static List<String> broken(String whole) {
    return List.of(
        whole.substring(0, whole.length() / 2),
        whole.substring(0, whole.length() - 1),
        whole + whole,
        "'" + whole + "'",
        whole.replace("\"message_id\":\"m-0\"", "\"message_id\":7"),
        whole.replace("\"message_id\":\"m-0\",", ""),
        whole.replace("\"m-0\"", "\"" + "m".repeat(140_000) + "\""),
        whole.replace("\"m-0\"", "\"../../etc\""),
        whole.replace("\"c-0\"", "\"c\\u0000\""),
        whole.replace("\"c-0\"", "\"\\ud800\""),
        whole.replace("\"alpha\"", "null"),
        whole.replace("\"alpha\"", "\"\""),
        whole.replace("\"comet\"", "\"meteor\""),
        whole.replace("\"comet\"", "\"wave\""),
        whole.replace("\"hop_count\":0", "\"hop_count\":-1"),
        whole.replace("\"hop_count\":0", "\"hop_count\":1e308"),
        whole.replace("\"hop_count\":0", "\"hop_count\":\"0\""),
        whole.replace("\"max_hops\":8", "\"max_hops\":0"),
        whole.replace("\"max_hops\":8", "\"max_hops\":99999999999999999999"),
        whole.replace("\"intent\":\"ask\"", "\"intent\":\"beg\""),
        whole.replace("\"text\":\"Which field?\"", "\"text\":[\"" + "x".repeat(1 << 20) + "\"]"));
  }

  /** Among them those that look like garbage and are none. */
  private static List<String> good() {
    List<String> good = new ArrayList<>();
    good.add(envelope(1, "x".repeat(140_000)));
    good.add(envelope(2, "y ".repeat(1 << 19)));
    good.add(envelope(3, "NUL \u0000 and \u001B[2J"));
    good.add(envelope(4, "one").replace("{\"message_id\"", "{\"version\":99,\"message_id\""));
    good.add(envelope(5, "two").replace("\"text\"", "\"text\":\"first\",\"text\""));
    good.add(envelope(6, "half \uD83D\uDE00".substring(0, 6)));
    good.add(envelope(7, "deep").replace("{}", "{\"n\":1e308}"));
    IntStream.range(8, 41).forEach(i -> good.add(envelope(i, "Question " + i + "?")));
    return good;
  }

  private static String envelope(int number, String text) {
    return Json.readObject(EnvelopeCodec.encode(message(number, text))).orElseThrow().toString();
  }

  private static Envelope message(int number, String text) {
    return Envelope.origin(
        new MessageId("m-" + number),
        new ConversationId("c-" + number),
        A,
        new Recipient.Project(B),
        8,
        Instant.EPOCH,
        new Content(Intent.ASK, text));
  }

  private static Correspondence post(RedisBus bus) {
    return new Correspondence(
        REDIS::call,
        bus.observer().deadLetters(),
        () -> bus.observer().events().after(EventLog.START, 1_000));
  }

  private static void add(Correspondence post, List<String> fields) {
    List<String> command = new ArrayList<>(List.of("XADD", Keys.inbox(B), "*"));
    command.addAll(fields);
    Object id = REDIS.call(command.toArray(String[]::new));
    post.raw(B, String.valueOf(id), Map.of(fields.get(0), fields.get(1)));
  }

  /** Answers, and writes down for which message: each has a conversation of its own. */
  private String answer(Run run) {
    Matcher number = CONVERSATION.matcher(run.message());
    assertThat(number.find()).isTrue();
    Envelope message = message(Integer.parseInt(number.group(1)), "any");
    RunLedger.Visit visit = runs.begin(ONE_PROCESS, Optional.of(RunLedger.Message.of(B, message)));
    runs.start(B, message, visit).ended(RunLedger.Answer.REPLY, BigDecimal.ZERO);
    runs.survived(visit);
    return REPLY;
  }

  private static void until(BooleanSupplier condition) {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited a minute").isLessThan(deadline);
      LockSupport.parkNanos(5_000_000);
    }
  }
}
