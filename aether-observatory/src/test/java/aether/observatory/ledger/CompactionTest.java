package aether.observatory.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import aether.message.ConversationId;
import aether.message.MessageId;
import aether.message.ProjectId;
import aether.observatory.pipeline.Ceiling;
import aether.observatory.pipeline.Ceilings;
import aether.observatory.pipeline.Ledger;
import aether.observatory.pipeline.MemoryLedger;
import aether.observatory.pipeline.Spending;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** A shorter ledger allows what the longer one does. */
class CompactionTest {
  private static final Instant NOW = Instant.parse("2026-01-05T10:00:00Z");
  private static final ProjectId SENDER = new ProjectId("alpha");
  private static final ConversationId C = new ConversationId("c");
  private static final BigDecimal HALF = new BigDecimal("0.50");

  @Test
  void earlier_runs_become_the_sum_of_their_conversation() {
    List<Ledger.Line> lines =
        List.of(
            new Ledger.Carried(NOW.minus(Duration.ofDays(40)), C, 3, new BigDecimal("1.25")),
            run("a", Duration.ofDays(3)),
            new Ledger.Settled(NOW.minus(Duration.ofDays(3)), "a", new BigDecimal("0.10")),
            run("crashed", Duration.ofDays(2)),
            run("never", Duration.ofDays(2)),
            new Ledger.Released(NOW.minus(Duration.ofDays(2)), "never"),
            run("today", Duration.ofHours(1)));

    assertThat(Compaction.of(lines, NOW))
        .containsExactly(
            new Ledger.Carried(NOW.minus(Duration.ofDays(2)), C, 5, new BigDecimal("1.85")),
            run("today", Duration.ofHours(1)));
  }

  @Test
  void a_run_that_did_not_take_place_is_known_for_a_day_so_that_no_copy_brings_it_back() {
    Ledger.Reserved run = run("never", Duration.ofHours(1));
    Ledger.Released released = new Ledger.Released(NOW, "never");

    assertThat(Compaction.of(List.of(run, released), NOW)).containsExactly(run, released);
  }

  @Test
  void a_conversation_is_forgotten_ninety_days_after_its_last_run_and_not_before() {
    Ledger.Carried kept = new Ledger.Carried(NOW.minus(Duration.ofDays(89)), C, 1, HALF);
    Ledger.Carried gone = new Ledger.Carried(NOW.minus(Duration.ofDays(90)), C, 1, HALF);

    assertThat(Compaction.of(List.of(kept), NOW)).containsExactly(kept);
    assertThat(Compaction.of(List.of(gone), NOW)).isEmpty();
  }

  /** Whatever was written, whenever it is shortened: what is measured stays the same. */
  @Property(tries = 500)
  void what_is_measured_is_the_same_before_and_after(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Ledger.Line> lines = new ArrayList<>();
    for (int i = random.nextInt(60); i > 0; i--) {
      Instant at = NOW.minus(Duration.ofMinutes(random.nextInt(60 * 24 * 80)));
      String run = "run " + random.nextInt(40);
      lines.add(
          switch (random.nextInt(6)) {
            case 0, 1, 2 ->
                new Ledger.Reserved(
                    at, run, new MessageId("m"), conversation(random), SENDER, HALF);
            case 3 -> new Ledger.Settled(at, run, BigDecimal.valueOf(random.nextInt(300), 2));
            case 4 -> new Ledger.Released(at, run);
            default ->
                new Ledger.Carried(
                    at, conversation(random), random.nextInt(9), BigDecimal.valueOf(2));
          });
    }
    List<Ledger.Line> once = Compaction.of(runsOnce(lines), NOW);

    assertThat(measured(once)).isEqualTo(measured(runsOnce(lines)));
    assertThat(Compaction.of(once, NOW)).isEqualTo(once);
  }

  /** A run is reserved once, and ends once, after it was reserved. */
  private static List<Ledger.Line> runsOnce(List<Ledger.Line> lines) {
    List<String> reserved = new ArrayList<>();
    List<String> ended = new ArrayList<>();
    return lines.stream()
        .filter(line ->
            switch (line) {
              case Ledger.Reserved run when reserved.contains(run.run()) -> false;
              case Ledger.Reserved run -> reserved.add(run.run());
              case Ledger.Settled run -> first(run.run(), reserved, ended);
              case Ledger.Released run -> first(run.run(), reserved, ended);
              case Ledger.Carried _, Ledger.Deferred _, Ledger.Ended _, Ledger.Granted _ -> true;
            })
        .toList();
  }

  private static boolean first(String run, List<String> reserved, List<String> ended) {
    return reserved.contains(run) && !ended.contains(run) && ended.add(run);
  }

  private static List<String> measured(List<Ledger.Line> lines) {
    MemoryLedger ledger = new MemoryLedger();
    lines.forEach(ledger::append);
    Spending spending = Spending.of(ledger, NOW);
    List<String> all = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      for (Ceiling ceiling : Ceiling.values()) {
        Spending.Request request = new Spending.Request(new ConversationId("c-" + i), SENDER);
        all.add(
            spending
                .measured(ceiling, request)
                .subtract(Ceilings.DEFAULT.turnUsd())
                .stripTrailingZeros()
                .toPlainString());
      }
    }
    return all;
  }

  private static ConversationId conversation(SplittableRandom random) {
    return new ConversationId("c-" + random.nextInt(3));
  }

  private static Ledger.Reserved run(String id, Duration ago) {
    return new Ledger.Reserved(NOW.minus(ago), id, new MessageId("m"), C, SENDER, HALF);
  }
}
