package aether.observatory.pipeline;

import static aether.observatory.pipeline.Sky.A;
import static aether.observatory.pipeline.Sky.B;
import static org.assertj.core.api.Assertions.assertThat;

import aether.event.TurnUsage;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.Recipient;
import aether.observatory.ledger.FileLedger;
import aether.observatory.turn.RunResult;
import aether.observatory.turn.ScriptedRunner;
import aether.testkit.HandClock;
import aether.testkit.InMemoryBus;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run has reported comes to the ledger, whatever stands in its way; nothing else does. */
class ReportedCostTest {
  private static final BigDecimal COST = new BigDecimal("0.10");

  @TempDir private Path home;
  private final HandClock clock = new HandClock();
  private final InMemoryBus memory = new InMemoryBus(clock);
  private final Sky sky = new Sky(clock, new MemorySkyBus(memory));
  private volatile boolean refusing;
  private volatile Consumer<Ledger.Line> written = _ -> {};

  @BeforeEach
  void keep_ledgers() {
    sky.ledgers = id -> new Moody(FileLedger.at(home, id, clock));
    sky.registered(A);
  }

  @AfterEach
  void close() {
    sky.close();
  }

  /** One that takes no line while it is told not to, and says what it has taken. */
  private final class Moody implements Ledger {
    private final Ledger inner;

    Moody(Ledger inner) {
      this.inner = inner;
    }

    @Override
    public List<Line> lines() {
      return inner.lines();
    }

    @Override
    public List<Cost> elsewhere() {
      return inner.elsewhere();
    }

    @Override
    public void append(Line line) {
      if (refusing) {
        throw new Unusable("another process has held host.lock for 10 s; end it");
      }
      inner.append(line);
      written.accept(line);
    }

    @Override
    public <T> T exclusively(Supplier<T> work) {
      return inner.exclusively(work);
    }

    @Override
    public void tidy() {
      inner.tidy();
    }
  }

  @Test
  void a_cost_that_could_not_be_written_at_once_is_written_later_without_another_run() {
    sky.online(
        B,
        run -> {
          refusing = true;
          return costing().run(run);
        });
    sky.send(A, B, "One.");
    sky.until("it is settled on the bus", () -> memory.inboxOf(B).isEmpty());
    assertThat(spent()).as("until then what was set aside counts").isGreaterThan(COST);

    refusing = false;
    sky.until("it is known", () -> spent().compareTo(COST) == 0);
    assertThat(lines()).hasSize(2);
  }

  @Test
  void a_cost_that_could_not_be_written_is_written_at_the_end_of_the_daemon_at_the_latest() {
    Budget budget = budget();
    Budget.Answer.Reserved purse = reserve(budget);
    refusing = true;
    budget.settle(purse.run(), answered());
    budget.settle("unheard of", answered());
    assertThat(budget.catchUp()).hasValueSatisfying(why -> assertThat(why).contains("held"));

    refusing = false;
    assertThat(budget.catchUp()).isEmpty();
    assertThat(spent()).isEqualByComparingTo(COST);
    assertThat(lines()).as("in their order, and once").hasSize(3);
  }

  @Test
  void a_turn_that_is_stopped_between_its_reservation_and_its_run_has_cost_nothing() {
    AtomicInteger looks = new AtomicInteger();
    written =
        line -> {
          if (line instanceof Ledger.Reserved) {
            looks.compareAndSet(0, 1);
          }
        };
    sky.stopSign =
        () ->
            Thread.currentThread().isVirtual() && looks.get() > 0 && looks.incrementAndGet() == 3
                ? Optional.of("stopped by the file STOP")
                : Optional.empty();
    ScriptedRunner runner = costing();
    sky.online(B, runner);
    Envelope message = sky.send(A, B, "One.");
    sky.quiet();

    assertThat(looks.get()).as("the sign was up for one look").isGreaterThanOrEqualTo(3);
    assertThat(runner.runs()).isEqualTo(1);
    assertThat(lines()).hasAtLeastOneElementOfType(Ledger.Released.class);
    assertThat(memory.attempts(B, message.id())).as("it was no attempt").isEqualTo(1);
    assertThat(spent()).isEqualByComparingTo(COST);
  }

  @Test
  void what_the_bus_did_not_take_of_the_copy_goes_with_the_next_reservation() {
    Budget budget = budget();
    Budget.Answer.Reserved first = reserve(budget);
    budget.settle(first.run(), answered());

    Budget.Answer.Reserved refused = reserve(budget);
    budget.takeBack(refused);

    assertThat(reserve(budget).note().lines().map(LineCodec::decode).flatMap(Optional::stream))
        .contains(
            new Ledger.Settled(clock.instant(), first.run(), COST),
            new Ledger.Released(clock.instant(), refused.run()))
        .hasSize(4);
  }

  @Test
  void a_copy_that_has_not_heard_of_the_end_of_a_run_is_told_in_the_next_life() {
    Budget before = budget();
    Budget.Answer.Reserved settled = reserve(before);
    Budget.Answer.Reserved released = reserve(before);
    before.settle(settled.run(), answered());
    before.release(released.run());

    for (int life = 0; life < 3; life++) {
      Budget next = budget();
      next.adopt(List.of(settled.note(), released.note()));
      FileLedger.at(home, B, clock).tidy();
      assertThat(spent()).as("in life %d", life).isEqualByComparingTo(COST);
      Budget.Answer.Reserved purse = reserve(next);
      assertThat(purse.note())
          .contains(LineCodec.encode(new Ledger.Settled(clock.instant(), settled.run(), COST)))
          .contains(LineCodec.encode(new Ledger.Released(clock.instant(), released.run())));
      next.release(purse.run());
    }
  }

  private Budget budget() {
    return new Budget(
        B, Ceilings.DEFAULT, sky.ledgers.apply(B), clock, () -> UUID.randomUUID().toString());
  }

  private Budget.Answer.Reserved reserve(Budget budget) {
    Envelope message = sky.compose(A, new Recipient.Project(B), "Which?", 8);
    return (Budget.Answer.Reserved) budget.reserve(message);
  }

  private List<Ledger.Line> lines() {
    return FileLedger.at(home, B, clock).lines();
  }

  private BigDecimal spent() {
    Spending.Request any = new Spending.Request(new ConversationId("any"), A);
    return Spending.of(FileLedger.at(home, B, clock), clock.instant())
        .measured(Ceiling.DAILY_USD, any);
  }

  private static RunResult answered() {
    TurnUsage usage =
        new TurnUsage(
            Optional.of(COST), Optional.empty(), Optional.empty(), Duration.ZERO, Optional.empty());
    return new RunResult.Answered(Scripts.reply("It is `id`."), UUID.randomUUID(), usage);
  }

  private static ScriptedRunner costing() {
    return new ScriptedRunner(_ -> answered());
  }
}
