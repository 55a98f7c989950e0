package aether.observatory.pipeline;

import static aether.observatory.pipeline.Sky.A;
import static aether.observatory.pipeline.Sky.B;
import static org.assertj.core.api.Assertions.assertThat;

import aether.event.Extinction;
import aether.event.TurnUsage;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.Recipient;
import aether.observatory.ledger.FileLedger;
import aether.observatory.turn.RunResult;
import aether.observatory.turn.ScriptedRunner;
import aether.redis.Keys;
import aether.testkit.HandClock;
import aether.testkit.RedisServer;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** It cannot run away: shown on a real Redis, with the ledger on a real disk. */
class RunawayTest {
  @RegisterExtension static final RedisServer REDIS = RedisServer.start();

  private static final Extinction.BudgetExhausted SPENT =
      new Extinction.BudgetExhausted(B, "daily_usd", "5.00", "5.00");

  @TempDir private Path home;
  private final HandClock clock = new HandClock();
  private final Sky sky = new Sky(clock, RedisSkyBus.on(REDIS, clock));

  @BeforeEach
  void keep_ledgers() {
    keepLedgersIn(home.resolve("one"));
    sky.registered(A);
  }

  @AfterEach
  void close() {
    sky.close();
  }

  @Test
  void five_dollars_a_day_are_exactly_ten_runs_whatever_is_flushed_and_restarted_meanwhile() {
    ScriptedRunner runner = costing("0.50");
    sky.online(B, runner, daily("5"));
    send(4);
    sky.quiet();

    REDIS.flush();
    sky.registered(A);
    sky.until("it is there again", () -> sky.bus.presence(B).isOnline());
    send(3);
    sky.until("seven", () -> runner.runs() == 7 && sky.bus.queued(B) == 0);
    sky.offline(B);
    sky.online(B, runner, daily("5"));
    send(4);
    sky.until("told", () -> deferrals().contains(SPENT) && sky.bus.queued(B) == 1);

    assertThat(runner.runs()).isEqualTo(10);
    assertThat(sky.bus.inboxOf(B)).as("it waits, and is not lost").hasSize(1);

    grant("0.50");
    sky.until("it goes on without a restart", () -> runner.runs() == 11);
    sky.quiet();
    send(1);
    sky.until("told again", () -> deferrals().size() == 2);
    assertThat(runner.runs()).isEqualTo(11);
  }

  @Test
  void a_home_that_was_wiped_is_made_good_by_the_copy_on_the_bus() {
    ScriptedRunner runner = costing("0.50");
    sky.online(B, runner, daily("5"));
    send(8);
    sky.quiet();
    grant("100");
    sky.offline(B);

    keepLedgersIn(home.resolve("two"));
    sky.online(B, runner, daily("5"));
    send(4);
    sky.until("told", () -> deferrals().size() == 2 && sky.bus.queued(B) == 2);

    assertThat(runner.runs()).as("and the grant is gone with its disk").isEqualTo(10);
    assertThat((Long) REDIS.call("TTL", Keys.ledger(B))).isBetween(1L, 90L * 86_400);
    assertThat(REDIS.call("XLEN", Keys.ledger(B))).isEqualTo(10L);
  }

  @Test
  void d13_two_bodies_that_always_reply_are_stopped_at_the_ceiling_which_the_event_names() {
    ScriptedRunner runner = talkative();
    UnaryOperator<BodySettings> usual = limits(Limits.DEFAULT);
    sky.online(A, runner, usual);
    sky.online(B, runner, usual);

    sky.send(A, new Recipient.Project(B), "Shall we talk without end?", 1_000_000);
    sky.quiet();

    assertThat(runner.runs()).isEqualTo(16);
    assertThat(sky.extinctions())
        .containsExactly(new Extinction.Horizon(16, 16, "max_hops_ceiling"));
  }

  @Test
  void d13_hop_counts_that_lie_are_stopped_by_the_count_of_the_receiver() {
    ScriptedRunner runner = talkative();
    sky.online(B, runner, limits(Limits.DEFAULT));

    Envelope first = sky.send(A, new Recipient.Project(B), "Hop zero?", 1_000_000);
    IntStream.range(1, 18).forEach(i -> sky.follow(first, "Hop zero, question " + i + "?"));
    sky.until("told", () -> deferrals().size() == 1 && runner.runs() == 16);

    assertThat(deferrals())
        .containsExactly(new Extinction.BudgetExhausted(B, "conversation_turns", "16", "16"));
    clock.advance(Duration.ofDays(2));
    sky.offline(B);
    sky.online(B, runner, limits(Limits.DEFAULT));
    sky.send(A, B, "Something else?");
    sky.until(
        "the other is answered", () -> runner.runs() == 17 && sky.bus.inboxOf(A).size() == 17);
    sky.until("for life, not for a day, two wait", () -> sky.bus.queued(B) == 2);
    assertThat(runner.runs()).isEqualTo(17);
  }

  @Test
  void d14_sixty_messages_under_sixty_fresh_conversations_meet_the_ceilings_of_body_and_sender() {
    ScriptedRunner runner = talkative();
    sky.online(B, runner, limits(Limits.DEFAULT));

    send(60);
    sky.until("told of forty", () -> deferrals().size() == 40);
    assertThat(runner.runs()).isEqualTo(20);
    assertThat(deferrals())
        .containsOnly(new Extinction.BudgetExhausted(B, "minute_turns", "20", "20"));

    clock.advance(Duration.ofMinutes(1));
    sky.until("thirty", () -> runner.runs() == 30);
    clock.advance(Duration.ofMinutes(2));
    sky.until("thirty are left", () -> sky.bus.queued(B) == 30);
    assertThat(spending().objection(B, Ceilings.DEFAULT, any()))
        .contains(new Extinction.BudgetExhausted(B, "sender_turns", "30", "30"));
    assertThat(runner.runs()).isEqualTo(30);
  }

  private void keepLedgersIn(Path directory) {
    sky.ledgers = id -> FileLedger.at(directory, id, clock);
  }

  private void grant(String usd) {
    FileLedger.at(home.resolve("one"), B, clock)
        .append(
            new Ledger.Granted(
                clock.instant(), clock.instant().plus(Duration.ofHours(1)), new BigDecimal(usd)));
  }

  private Spending spending() {
    return Spending.of(FileLedger.at(home.resolve("one"), B, clock), clock.instant());
  }

  private static Spending.Request any() {
    return new Spending.Request(new ConversationId("any"), A);
  }

  private List<Extinction> deferrals() {
    return sky.extinctions().stream().filter(Extinction.BudgetExhausted.class::isInstance).toList();
  }

  private void send(int count) {
    IntStream.range(0, count).forEach(i -> sky.send(A, B, "Question " + i));
  }

  /** Says something new each time, at a cost that meets no ceiling. */
  private static ScriptedRunner talkative() {
    AtomicInteger said = new AtomicInteger();
    return new ScriptedRunner(
        _ -> answer("And what of `field_" + said.incrementAndGet() + "`?", "0.01"));
  }

  private static ScriptedRunner costing(String usd) {
    return new ScriptedRunner(_ -> answer("It is `id`.", usd));
  }

  private static RunResult answer(String text, String usd) {
    TurnUsage usage =
        new TurnUsage(
            Optional.of(new BigDecimal(usd)),
            Optional.empty(),
            Optional.empty(),
            Duration.ZERO,
            Optional.empty());
    return new RunResult.Answered(Scripts.reply(text), UUID.randomUUID(), usage);
  }

  private static UnaryOperator<BodySettings> daily(String usd) {
    Ceilings ceilings =
        new Ceilings(
            new BigDecimal("0.50"),
            new Ceilings.Conversation(100, new BigDecimal(100)),
            100,
            new Ceilings.Daily(100, 100, new BigDecimal(usd)),
            new BigDecimal(100));
    return limits(Limits.DEFAULT.withCeilings(ceilings));
  }

  private static UnaryOperator<BodySettings> limits(Limits limits) {
    return settings ->
        new BodySettings(
            settings.body(),
            settings.workingDir(),
            limits,
            settings.waves(),
            settings.reviewers(),
            settings.verbatim());
  }
}
