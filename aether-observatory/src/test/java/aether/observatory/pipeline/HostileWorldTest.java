package aether.observatory.pipeline;

import static aether.observatory.pipeline.Sky.A;
import static aether.observatory.pipeline.Sky.B;
import static org.assertj.core.api.Assertions.assertThat;

import aether.config.Waves;
import aether.event.TurnUsage;
import aether.observatory.pipeline.Nemesis.Crash;
import aether.observatory.pipeline.Nemesis.Moment;
import aether.observatory.pipeline.RunLedger.Answer;
import aether.observatory.pipeline.Sim.Said;
import aether.observatory.turn.RunResult;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * T2: one honest Body on a bus where everybody else may do anything, its process may die anywhere
 * and Redis be emptied at any time. In any 24 hours it starts at most D_n runs, and they cost at
 * most D_usd plus what runs that had not reported cost above what was set aside for them.
 */
class HostileWorldTest {
  private static final int DAILY_TURNS = 8;
  private static final BigDecimal DAILY_USD = new BigDecimal("3");
  private static final BigDecimal TURN_USD = new BigDecimal("0.50");
  private static final Limits LIMITS =
      new Limits(
          16,
          1_000,
          2,
          new Ceilings(
              TURN_USD,
              new Ceilings.Conversation(5, new BigDecimal("2")),
              6,
              new Ceilings.Daily(4, DAILY_TURNS, DAILY_USD),
              new BigDecimal("50")));

  /** One run as only its agent knows it; it reports its cost, or never does. */
  private static final class Paid {
    final Instant at;
    final int reserved;
    final BigDecimal usd;
    int reported = Integer.MAX_VALUE;

    Paid(Instant at, int reserved, BigDecimal usd) {
      this.at = at;
      this.reserved = reserved;
      this.usd = usd;
    }
  }

  /** One seed's world. */
  private static final class Life {
    final SplittableRandom random;
    final List<Paid> paid = new ArrayList<>();
    final Deque<Paid> inFlight = new ArrayDeque<>();
    final Sim sim;
    final Mischief mischief;
    int moments;

    Life(long seed) {
      random = new SplittableRandom(seed);
      sim = new Sim((_, _, _) -> said(), Sim.Mutation.NONE);
      sim.add(Sim.settings(B, LIMITS, Waves.THINK));
      sim.bus.registrar().register(Sim.settings(A, LIMITS, Waves.NOTE).body(), false);
      mischief = new Mischief(random, sim, List.of(B));
    }

    void live() throws InterruptedException {
      sim.haunt(this::strike);
      for (int i = 0; i < 150; i++) {
        switch (random.nextInt(12)) {
          case 0, 1, 2 -> mischief.send();
          case 3 -> sim.kill(B);
          case 4 -> time();
          case 5 -> flush();
          default -> move();
        }
      }
    }

    private void move() throws InterruptedException {
      Optional<Incarnation> process = sim.process(B);
      if (process.isEmpty()) {
        sim.start(B);
        return;
      }
      List<String> ready = process.get().ready();
      if (ready.isEmpty()) {
        sim.read(B, 10);
      } else {
        sim.work(B, ready.get(random.nextInt(ready.size())));
      }
    }

    private void time() {
      sim.pass(Duration.ofMinutes(random.nextInt(1, 8 * 60)));
    }

    private void flush() {
      if (random.nextInt(4) == 0) {
        sim.flush();
      }
    }

    private void strike(Moment moment, String command) throws InterruptedException {
      if (moment == Moment.RUN) {
        Paid run =
            new Paid(
                sim.clock.instant(),
                ++moments,
                BigDecimal.valueOf(random.nextInt(20) == 0 ? 200 : random.nextInt(60), 2));
        paid.add(run);
        if (random.nextInt(6) == 0) {
          throw new Crash();
        }
        inFlight.push(run);
        if (sim.depth() < 3 && random.nextInt(3) == 0) {
          move();
        }
      } else if (random.nextInt(60) == 0) {
        throw new Crash();
      } else if (random.nextInt(120) == 0) {
        sim.flush();
      }
    }

    private Said said() {
      Paid run = inFlight.pop();
      if (random.nextInt(8) == 0) {
        return new Said(
            new RunResult.Failed("exit 1", Optional.of(usage(Optional.empty()))), Answer.NONE);
      }
      run.reported = ++moments;
      return new Said(
          new RunResult.Answered(
              Scripts.reply("And what of `field_" + moments + "`?"),
              new UUID(7, moments),
              usage(Optional.of(run.usd))),
          Answer.REPLY);
    }

    private static TurnUsage usage(Optional<BigDecimal> usd) {
      return new TurnUsage(
          usd, Optional.empty(), Optional.empty(), Duration.ZERO, Optional.empty());
    }
  }

  @Test
  void t2_no_day_has_more_runs_or_dollars_than_allowed_whatever_everybody_else_does()
      throws InterruptedException {
    int most = 0;
    BigDecimal dearest = BigDecimal.ZERO;
    for (long seed = 0; seed < 400; seed++) {
      Life life = new Life(seed);
      life.live();
      for (Paid last : life.paid) {
        List<Paid> day = day(life.paid, last);
        assertThat(day).as("runs, seed " + seed).hasSizeLessThanOrEqualTo(DAILY_TURNS);
        assertThat(sum(day))
            .as("dollars, seed " + seed)
            .isLessThanOrEqualTo(DAILY_USD.add(overshoot(day, last)));
        most = Math.max(most, day.size());
        dearest = dearest.max(sum(day));
      }
    }
    assertThat(most).as("the bound is met, not only kept").isEqualTo(DAILY_TURNS);
    assertThat(dearest).as("and the overshoot is real").isGreaterThan(DAILY_USD);
  }

  /** What was reserved up to {@code last} in the 24 hours before it. */
  private static List<Paid> day(List<Paid> all, Paid last) {
    Instant since = last.at.minus(Duration.ofHours(24));
    return all.stream()
        .filter(run -> run.reserved <= last.reserved && run.at.isAfter(since))
        .toList();
  }

  /** What runs cost above what was set aside that nobody knew of when the last was reserved. */
  private static BigDecimal overshoot(List<Paid> day, Paid last) {
    return day.stream()
        .filter(run -> run.reported > last.reserved)
        .map(run -> run.usd.subtract(TURN_USD).max(BigDecimal.ZERO))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static BigDecimal sum(List<Paid> runs) {
    return runs.stream().map(run -> run.usd).reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
