package aether.observatory.pipeline;

import static aether.observatory.pipeline.Sky.A;
import static aether.observatory.pipeline.Sky.B;
import static org.assertj.core.api.Assertions.assertThat;

import aether.config.Waves;
import aether.event.TurnUsage;
import aether.message.Envelope;
import aether.observatory.audit.RunLedger.Answer;
import aether.observatory.pipeline.Nemesis.Crash;
import aether.observatory.pipeline.Nemesis.Moment;
import aether.observatory.pipeline.Sim.Said;
import aether.observatory.turn.RunResult;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * T2: one honest Body on a bus where everybody else may do anything, what the Body itself has
 * written there included, its process may die anywhere and Redis be emptied at any time. No ceiling
 * in runs is ever passed, and none in dollars by more than what runs that had not reported cost
 * above what was set aside for them.
 */
class HostileWorldTest {
  private static final int CONVERSATION_TURNS = 5;
  private static final int SENDER_TURNS = 6;
  private static final int MINUTE_TURNS = 4;
  private static final int DAILY_TURNS = 8;
  private static final BigDecimal CONVERSATION_USD = new BigDecimal("1.50");
  private static final BigDecimal DAILY_USD = new BigDecimal("3");
  private static final BigDecimal TURN_USD = new BigDecimal("0.50");

  /** In half of the worlds the host has less than its one Body. */
  private static final BigDecimal POOR_HOST_USD = new BigDecimal("2.50");

  private static Limits limits(BigDecimal hostUsd) {
    return new Limits(
        16,
        1_000,
        2,
        new Ceilings(
            TURN_USD,
            new Ceilings.Conversation(CONVERSATION_TURNS, CONVERSATION_USD),
            SENDER_TURNS,
            new Ceilings.Daily(MINUTE_TURNS, DAILY_TURNS, DAILY_USD),
            hostUsd));
  }

  /** One run as only its agent knows it; it reports its cost, or never does. */
  private static final class Paid {
    final Envelope message;
    final Instant at;
    final int reserved;
    final BigDecimal usd;
    int reported = Integer.MAX_VALUE;

    Paid(Envelope message, Instant at, int reserved, BigDecimal usd) {
      this.message = message;
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
    final BigDecimal hostUsd;
    final Sim sim;
    final Mischief mischief;
    final Forgery forgery;
    int moments;

    Life(long seed) {
      random = new SplittableRandom(seed);
      hostUsd = seed % 2 == 0 ? new BigDecimal("50") : POOR_HOST_USD;
      sim = new Sim((_, _, _) -> said(), Sim.Mutation.NONE);
      sim.add(Sim.settings(B, limits(hostUsd), Waves.THINK));
      sim.bus.registrar().register(Sim.settings(A, limits(hostUsd), Waves.NOTE).body(), false);
      mischief = new Mischief(random, sim, List.of(B));
      forgery = new Forgery(random, sim.bus, B);
    }

    void live() throws InterruptedException {
      sim.haunt(this::strike);
      for (int i = 0; i < 150; i++) {
        switch (random.nextInt(12)) {
          case 0, 1, 2 -> mischief.send();
          case 3 -> sim.kill(B);
          case 4 -> time();
          case 5 -> flush();
          case 6 -> forgery.commit(Optional.empty(), sim.clock.instant());
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
      sim.pass(
          random.nextBoolean()
              ? Duration.ofSeconds(random.nextInt(1, 90))
              : Duration.ofMinutes(random.nextInt(1, 8 * 60)));
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
                sim.message().orElseThrow(),
                sim.clock.instant(),
                ++moments,
                BigDecimal.valueOf(random.nextInt(20) == 0 ? 200 : random.nextInt(60), 2));
        paid.add(run);
        if (random.nextInt(6) == 0) {
          throw new Crash();
        }
        forgery.commit(sim.message(), sim.clock.instant());
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
  void t2_no_ceiling_is_passed_whatever_everybody_else_does() throws InterruptedException {
    Map<Ceiling, BigDecimal> most = new EnumMap<>(Ceiling.class);
    for (long seed = 0; seed < 400; seed++) {
      Life life = new Life(seed);
      life.live();
      for (Paid last : life.paid) {
        for (Ceiling ceiling : Ceiling.values()) {
          BigDecimal reached = judge(life, last, ceiling, "seed " + seed);
          most.merge(ceiling, reached, BigDecimal::max);
        }
      }
    }
    assertThat(most)
        .as("the bounds are met, not only kept")
        .containsEntry(Ceiling.CONVERSATION_TURNS, BigDecimal.valueOf(CONVERSATION_TURNS))
        .containsEntry(Ceiling.SENDER_TURNS, BigDecimal.valueOf(SENDER_TURNS))
        .containsEntry(Ceiling.MINUTE_TURNS, BigDecimal.valueOf(MINUTE_TURNS))
        .containsEntry(Ceiling.DAILY_TURNS, BigDecimal.valueOf(DAILY_TURNS));
    assertThat(most.get(Ceiling.CONVERSATION_USD)).isGreaterThan(CONVERSATION_USD);
    assertThat(most.get(Ceiling.DAILY_USD)).as("the overshoot is real").isGreaterThan(DAILY_USD);
    assertThat(most.get(Ceiling.HOST_DAILY_USD)).isGreaterThan(POOR_HOST_USD);
  }

  /** How much of {@code ceiling} was used when {@code last} was reserved, which must be allowed. */
  private static BigDecimal judge(Life life, Paid last, Ceiling ceiling, String seed) {
    List<Paid> counted =
        life.paid.stream()
            .filter(run -> run.reserved <= last.reserved && counts(ceiling, run, last))
            .toList();
    BigDecimal used = ceiling.isMoney() ? sum(counted) : BigDecimal.valueOf(counted.size());
    BigDecimal more = ceiling.isMoney() ? overshoot(counted, last) : BigDecimal.ZERO;
    assertThat(used)
        .as(ceiling + ", " + seed)
        .isLessThanOrEqualTo(limits(life.hostUsd).ceilings().of(ceiling).add(more));
    return used;
  }

  private static boolean counts(Ceiling ceiling, Paid run, Paid last) {
    return switch (ceiling) {
      case TURN_USD -> run == last;
      case CONVERSATION_TURNS, CONVERSATION_USD ->
          run.message.conversation().equals(last.message.conversation());
      case SENDER_TURNS ->
          run.message.from().equals(last.message.from())
              && isWithin(Duration.ofHours(1), run, last);
      case MINUTE_TURNS -> isWithin(Duration.ofMinutes(1), run, last);
      case DAILY_TURNS, DAILY_USD, HOST_DAILY_USD -> isWithin(Duration.ofHours(24), run, last);
    };
  }

  private static boolean isWithin(Duration span, Paid run, Paid last) {
    return run.at.isAfter(last.at.minus(span));
  }

  /** What runs cost above what was set aside that nobody knew of when the last was reserved. */
  private static BigDecimal overshoot(List<Paid> counted, Paid last) {
    return counted.stream()
        .filter(run -> run.reported > last.reserved)
        .map(run -> run.usd.subtract(TURN_USD).max(BigDecimal.ZERO))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static BigDecimal sum(List<Paid> runs) {
    return runs.stream().map(run -> run.usd).reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
