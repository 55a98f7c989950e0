package aether.observatory.pipeline;

import static aether.observatory.pipeline.Sky.A;
import static aether.observatory.pipeline.Sky.B;
import static aether.observatory.pipeline.Sky.C;
import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.Presence;
import aether.event.Event;
import aether.event.Extinction;
import aether.event.Milestone;
import aether.event.TurnUsage;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.observatory.ledger.FileLedger;
import aether.observatory.turn.RunResult;
import aether.observatory.turn.ScriptedRunner;
import aether.testkit.HandClock;
import aether.testkit.InMemoryBus;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No configuration of agents spends without bound, and no message is lost over it. */
class BudgetTest {
  private static final Extinction.BudgetExhausted SPENT =
      new Extinction.BudgetExhausted(B, "daily_usd", "5.00", "5.00");

  @TempDir private Path home;
  private final HandClock clock = new HandClock();
  private final InMemoryBus memory = new InMemoryBus(clock);
  private final Sky sky = new Sky(clock, new MemorySkyBus(memory));

  @BeforeEach
  void keep_ledgers() {
    sky.ledgers = id -> FileLedger.at(home, id, clock);
    sky.registered(A);
  }

  @AfterEach
  void close() {
    sky.close();
  }

  @Test
  void five_dollars_are_exactly_ten_runs_at_half_a_dollar_and_the_eleventh_message_waits() {
    ScriptedRunner runner = costing("0.50");
    sky.online(B, runner, daily("5"));

    List<Envelope> messages = send(11);
    sky.until("told", () -> !deferrals().isEmpty() && memory.inboxOf(B).size() == 1);

    assertThat(runner.runs()).isEqualTo(10);
    assertThat(deferrals()).containsExactly(SPENT);
    assertThat(memory.inboxOf(B)).hasSize(1).isSubsetOf(messages);
    assertThat(memory.attempts(B, memory.inboxOf(B).getFirst().id())).isZero();
  }

  @Test
  void a_flushed_bus_and_a_restart_in_the_middle_change_nothing() {
    ScriptedRunner runner = costing("0.50");
    sky.online(B, runner, daily("5"));
    send(4);
    sky.quiet();

    memory.flushAll();
    send(3);
    sky.quiet();
    sky.offline(B);
    sky.online(B, runner, daily("5"));
    send(4);
    sky.until("told", () -> deferrals().contains(SPENT) && memory.inboxOf(B).size() == 1);

    assertThat(runner.runs()).isEqualTo(10);
    assertThat(memory.inboxOf(B)).hasSize(1);

    sky.offline(B);
    sky.online(B, runner, daily("5"));
    sky.send(C, B, "Is anybody there?");
    sky.until("told of the second", () -> deferrals().size() == 2);
    assertThat(deferrals()).as("each is told once, in all lives").containsOnly(SPENT);
    assertThat(runner.runs()).isEqualTo(10);
    assertThat(memory.inboxOf(B)).hasSize(2);
  }

  @Test
  void a_grant_lets_what_waits_go_on_and_no_more_than_that() {
    ScriptedRunner runner = costing("0.50");
    sky.online(B, runner, daily("5"));
    send(13);
    sky.until("told", () -> deferrals().size() == 3);

    FileLedger.at(home, B, clock)
        .append(
            new Ledger.Granted(
                clock.instant(), clock.instant().plus(Duration.ofHours(24)), BigDecimal.ONE));
    sky.until("two more", () -> memory.inboxOf(B).size() == 1);

    assertThat(runner.runs()).isEqualTo(12);
    assertThat(deferrals()).containsExactly(SPENT, SPENT, SPENT);
  }

  @Test
  void the_next_day_what_waited_goes_on() {
    ScriptedRunner runner = costing("0.50");
    sky.online(B, runner, daily("5"));
    send(11);
    sky.until("told", () -> !deferrals().isEmpty());

    clock.advance(Duration.ofHours(24));
    sky.quiet();
    assertThat(runner.runs()).isEqualTo(11);
  }

  @Test
  void a_conversation_that_is_too_dear_waits_alone() {
    ScriptedRunner runner = costing("0.10");
    sky.online(
        B,
        runner,
        ceilings(
            new Ceilings(
                new BigDecimal("0.50"),
                new Ceilings.Conversation(2, BigDecimal.TEN),
                30,
                Ceilings.DEFAULT.body(),
                BigDecimal.TEN)));

    Envelope first = sky.send(A, B, "1");
    sky.follow(first, "2");
    sky.follow(first, "3");
    sky.follow(first, "4");
    sky.until("told", () -> !deferrals().isEmpty());
    sky.send(A, B, "Something else.");
    sky.until("the other is answered", () -> runner.runs() == 3);

    sky.until("both wait", () -> memory.inboxOf(B).size() == 2);
    assertThat(deferrals())
        .containsExactly(new Extinction.BudgetExhausted(B, "conversation_turns", "2", "2"));
  }

  @Test
  void what_a_run_costs_beyond_what_was_set_aside_counts_as_well() {
    ScriptedRunner runner = costing("2.25");
    sky.online(B, runner, daily("5"));

    for (int i = 0; i < 3; i++) {
      sky.send(A, B, "Again.");
      sky.until("settled", () -> memory.inboxOf(B).isEmpty() || !deferrals().isEmpty());
    }
    assertThat(runner.runs()).isEqualTo(3);
    sky.quiet();
    sky.send(A, B, "Once more.");
    sky.until("told", () -> !deferrals().isEmpty());

    assertThat(runner.runs()).isEqualTo(3);
    assertThat(deferrals())
        .containsExactly(new Extinction.BudgetExhausted(B, "daily_usd", "6.75", "5.00"));
  }

  @Test
  void a_run_that_does_not_say_what_it_cost_has_cost_what_was_set_aside() {
    TurnUsage silent =
        new TurnUsage(
            Optional.empty(), Optional.empty(), Optional.empty(), Duration.ZERO, Optional.empty());
    ScriptedRunner runner =
        ScriptedRunner.inTurn(
            new RunResult.Answered(Scripts.silence(), UUID.randomUUID(), silent),
            new RunResult.Failed("broke off", Optional.of(silent)),
            new RunResult.Failed("did not even begin", Optional.empty()));
    sky.online(B, runner, daily("5"));
    sky.send(A, B, "One.");
    sky.quiet();
    sky.send(A, B, "Two.");
    sky.quiet();

    assertThat(runner.runs()).isEqualTo(3);
    assertThat(spent()).isEqualByComparingTo("1.00");
  }

  @Test
  void what_a_run_cost_before_its_provider_refused_is_neither_forgotten_nor_free() {
    TurnUsage forty =
        new TurnUsage(
            Optional.of(new BigDecimal("0.40")),
            Optional.empty(),
            Optional.empty(),
            Duration.ZERO,
            Optional.empty());
    ScriptedRunner runner =
        ScriptedRunner.inTurn(
            new RunResult.LimitedUntil(
                clock.instant().plusMillis(10), "usage limit", Optional.of(forty)),
            new RunResult.Unable("no credit", Optional.of(forty)),
            new RunResult.Answered(Scripts.silence(), UUID.randomUUID(), forty));
    sky.online(B, runner, daily("5"));
    Envelope message = sky.send(A, B, "One.");
    sky.until(
        "it is settled",
        () -> {
          clock.advance(Duration.ofMillis(20));
          return memory.inboxOf(B).isEmpty();
        });

    assertThat(runner.runs()).as("each was one of its two runs").isEqualTo(2);
    assertThat(memory.attempts(B, message.id())).isEqualTo(2);
    assertThat(memory.deadLetters(B)).hasSize(1);
    assertThat(spent()).isEqualByComparingTo("0.80");
  }

  @Test
  void a_refused_run_that_does_not_say_what_it_cost_has_cost_what_was_set_aside_and_counts() {
    TurnUsage silent =
        new TurnUsage(
            Optional.empty(), Optional.empty(), Optional.empty(), Duration.ZERO, Optional.empty());
    ScriptedRunner runner =
        ScriptedRunner.inTurn(
            new RunResult.LimitedUntil(
                clock.instant().plusMillis(10), "usage limit", Optional.of(silent)),
            new RunResult.Unable("no credit", Optional.of(silent)));
    sky.online(B, runner, daily("5"));
    Envelope message = sky.send(A, B, "One.");
    sky.until(
        "it is settled",
        () -> {
          clock.advance(Duration.ofMillis(20));
          return memory.inboxOf(B).isEmpty();
        });

    assertThat(runner.runs()).isEqualTo(2);
    assertThat(memory.attempts(B, message.id())).isEqualTo(2);
    assertThat(spent()).isEqualByComparingTo("1.00");
  }

  @Test
  void what_the_events_say_the_runs_have_cost_is_what_the_ledger_counts() {
    ScriptedRunner runner =
        ScriptedRunner.inTurn(
            new RunResult.Failed("broke off", Optional.of(costs("0.01"))),
            new RunResult.Answered("prose", UUID.randomUUID(), costs("0.02")),
            new RunResult.Answered("prose", UUID.randomUUID(), costs("0.04")),
            new RunResult.Signalled("ended", Optional.of(costs("0.08"))),
            new RunResult.Failed("broke off", Optional.of(costs("0.16"))),
            new RunResult.Failed("broke off again", Optional.of(costs("0.32"))),
            new RunResult.Answered("prose", UUID.randomUUID(), costs("0.64")),
            new RunResult.LimitedUntil(
                clock.instant().plusMillis(10), "usage limit", Optional.of(costs("1.28"))),
            new RunResult.Answered(Scripts.silence(), UUID.randomUUID(), costs("2.56")));
    sky.online(B, runner, daily("50"));
    for (String text : List.of("One.", "Two.", "Three.", "Four.", "Five.")) {
      sky.send(A, B, text);
      sky.until(
          "it is settled",
          () -> {
            clock.advance(Duration.ofMillis(20));
            return memory.inboxOf(B).isEmpty();
          });
    }

    sky.until("the last is told", () -> told().compareTo(spent()) == 0);
    assertThat(runner.runs()).isEqualTo(9);
    assertThat(spent()).isEqualByComparingTo("5.11");
    assertThat(sky.events())
        .filteredOn(event -> event instanceof Event.Progress(_, _, Milestone.TurnFailed _, _))
        .as("each that no answer tells of")
        .hasSize(4);
  }

  private BigDecimal told() {
    return sky.events().stream()
        .flatMap(event ->
            switch (event) {
              case Event.ProcessingDone done -> done.usage().stream();
              case Event.Progress(_, _, Milestone.TurnFailed(TurnUsage usage), _) ->
                  Stream.of(usage);
              case Event _ -> Stream.empty();
            })
        .flatMap(usage -> usage.costUsd().stream())
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static TurnUsage costs(String usd) {
    return new TurnUsage(
        Optional.of(new BigDecimal(usd)),
        Optional.of(1L),
        Optional.of(1L),
        Duration.ofSeconds(1),
        Optional.of("m"));
  }

  @Test
  void runs_side_by_side_do_not_share_the_last_of_the_budget() {
    CountDownLatch both = new CountDownLatch(1);
    ScriptedRunner runner = costing("0.50").taking(Duration.ofSeconds(1), _ -> both.await());
    sky.online(B, runner, daily("1"));
    send(4);
    sky.until("two wait and two run", () -> deferrals().size() == 2 && runner.runs() == 2);

    both.countDown();
    sky.until("two are done", () -> memory.inboxOf(B).size() == 2);
    assertThat(runner.runs()).isEqualTo(2);
  }

  @Test
  void a_crash_leaves_what_was_set_aside_spent() {
    ScriptedRunner endless =
        costing("0.01").taking(Duration.ofDays(1), _ -> new CountDownLatch(1).await());
    sky.online(B, endless, daily("1"));
    sky.send(A, B, "Think long.");
    sky.until("it thinks", () -> endless.runs() == 1);
    sky.offline(B);

    assertThat(spent()).isEqualByComparingTo("0.50");
  }

  @Test
  void without_a_ledger_nothing_runs_and_everybody_sees_why() throws IOException {
    Path nowhere = home.resolve("file");
    Files.writeString(nowhere, "no directory");
    sky.ledgers = id -> FileLedger.at(nowhere, id, clock);
    ScriptedRunner runner = costing("0.50");
    sky.online(B, runner);
    Envelope message = sky.send(A, B, "Which field?");
    sky.until("it says why", () -> sky.bus.presence(B) instanceof Presence.Suspended);

    assertThat(sky.bus.presence(B))
        .isInstanceOfSatisfying(
            Presence.Suspended.class,
            suspended -> assertThat(suspended.reason()).contains("cannot", "the ledger"));
    assertThat(runner.runs()).isZero();
    assertThat(memory.inboxOf(B)).containsExactly(message);
    assertThat(memory.attempts(B, message.id())).isZero();

    Files.delete(nowhere);
    clock.advance(Duration.ofMinutes(1));
    sky.quiet();
    assertThat(runner.runs()).isEqualTo(1);
  }

  @Test
  void the_bodies_of_a_host_share_its_ceiling() {
    Ceilings host =
        new Ceilings(
            new BigDecimal("0.50"),
            Ceilings.DEFAULT.conversation(),
            30,
            Ceilings.DEFAULT.body(),
            BigDecimal.ONE);
    ScriptedRunner runner = costing("0.50");
    sky.online(C, runner, ceilings(host));
    sky.send(A, C, "One.");
    sky.quiet();
    clock.advance(Duration.ofSeconds(3));
    sky.online(B, runner, ceilings(host));
    sky.send(A, B, "Two.");
    sky.quiet();
    sky.send(A, B, "Three.");
    sky.until("told", () -> !deferrals().isEmpty());

    assertThat(deferrals())
        .containsExactly(new Extinction.BudgetExhausted(B, "host_daily_usd", "1.00", "1.00"));
    assertThat(runner.runs()).isEqualTo(2);
  }

  private List<Extinction> deferrals() {
    return sky.extinctions().stream().filter(Extinction.BudgetExhausted.class::isInstance).toList();
  }

  private BigDecimal spent() {
    Spending.Request any = new Spending.Request(new ConversationId("any"), A);
    return Spending.of(FileLedger.at(home, B, clock), clock.instant())
        .measured(Ceiling.DAILY_USD, any);
  }

  private List<Envelope> send(int count) {
    return IntStream.range(0, count).mapToObj(i -> sky.send(A, B, "Question " + i)).toList();
  }

  private static ScriptedRunner costing(String usd) {
    TurnUsage usage =
        new TurnUsage(
            Optional.of(new BigDecimal(usd)),
            Optional.empty(),
            Optional.empty(),
            Duration.ZERO,
            Optional.empty());
    return new ScriptedRunner(
        _ -> new RunResult.Answered(Scripts.reply("It is `id`."), UUID.randomUUID(), usage));
  }

  private static UnaryOperator<BodySettings> daily(String usd) {
    return ceilings(
        new Ceilings(
            new BigDecimal("0.50"),
            new Ceilings.Conversation(100, new BigDecimal(100)),
            100,
            new Ceilings.Daily(100, 100, new BigDecimal(usd)),
            new BigDecimal(100)));
  }

  private static UnaryOperator<BodySettings> ceilings(Ceilings ceilings) {
    return settings ->
        new BodySettings(
            settings.body(),
            settings.workingDir(),
            settings.limits().withCeilings(ceilings),
            settings.waves(),
            settings.reviewers(),
            settings.verbatim());
  }
}
