package aether.observatory.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import aether.message.ConversationId;
import aether.message.MessageId;
import aether.message.ProjectId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Two ledgers of one Body count as the stricter of them. */
class ReconciliationTest {
  private static final Instant NOW = Instant.parse("2026-01-05T10:00:00Z");
  private static final ProjectId SENDER = new ProjectId("alpha");
  private static final ConversationId C = new ConversationId("c");
  private static final BigDecimal HALF = new BigDecimal("0.50");

  @Test
  void an_empty_disk_takes_over_what_the_copy_knows() {
    Ledger.Reserved today = run("today", C, Duration.ofHours(1));
    Ledger.Reserved old = run("old", C, Duration.ofDays(20));

    assertThat(Reconciliation.missing(List.of(), List.of(old, today), NOW))
        .containsExactly(
            today,
            new Ledger.Settled(NOW, "today", HALF),
            new Ledger.Carried(today.at(), C, 1, HALF));
  }

  @Test
  void a_whole_disk_takes_over_nothing_even_where_it_has_summed_up_what_the_copy_lists() {
    List<Ledger.Line> copy =
        List.of(run("a", C, Duration.ofDays(3)), run("b", C, Duration.ofHours(1)));
    List<Ledger.Line> known =
        List.of(
            new Ledger.Carried(NOW.minus(Duration.ofDays(3)), C, 1, HALF),
            run("b", C, Duration.ofHours(1)));

    assertThat(Reconciliation.missing(known, copy, NOW)).isEmpty();
  }

  @Test
  void a_copy_grants_nothing_takes_nothing_back_and_makes_nothing_cheaper() {
    List<Ledger.Line> known = List.of(run("a", C, Duration.ofHours(1)));
    List<Ledger.Line> copy =
        List.of(
            run("a", C, Duration.ofHours(1)),
            new Ledger.Settled(NOW, "a", BigDecimal.ZERO),
            new Ledger.Released(NOW, "a"),
            new Ledger.Carried(NOW, C, 900, HALF),
            new Ledger.Granted(NOW, NOW.plusSeconds(60), BigDecimal.TEN));

    assertThat(Reconciliation.missing(known, copy, NOW)).isEmpty();
    assertThat(
            Reconciliation.missing(
                known, List.of(copy.getFirst(), new Ledger.Settled(NOW, "a", BigDecimal.ONE)), NOW))
        .as("but dearer")
        .containsExactly(new Ledger.Settled(NOW, "a", BigDecimal.ONE));
  }

  /** The copy is one settlement behind: a restart must not make the last run dearer than it was. */
  @Test
  void a_copy_that_has_not_heard_of_the_end_of_a_run_does_not_undo_it() {
    Ledger.Reserved settled = run("a", C, Duration.ofHours(1));
    Ledger.Reserved released = run("b", C, Duration.ofHours(1));
    List<Ledger.Line> known =
        List.of(
            settled,
            new Ledger.Settled(NOW, "a", new BigDecimal("0.01")),
            released,
            new Ledger.Released(NOW, "b"));

    assertThat(Reconciliation.missing(known, List.of(settled, released), NOW)).isEmpty();
  }

  /** Whatever both say: afterwards no count is below either, and nothing more is missing. */
  @Property(tries = 500)
  void afterwards_no_count_is_below_that_of_either(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Ledger.Line> all = new ArrayList<>();
    for (int i = random.nextInt(1, 30); i > 0; i--) {
      Duration ago = Duration.ofMinutes(random.nextInt(60 * 24 * 3));
      all.add(run("run " + i, new ConversationId("c-" + random.nextInt(3)), ago));
      if (random.nextBoolean()) {
        all.add(new Ledger.Settled(NOW, "run " + i, BigDecimal.valueOf(random.nextInt(200), 2)));
      }
    }
    List<Ledger.Line> known = some(random, all);
    List<Ledger.Line> copy = some(random, all);
    List<Ledger.Line> both = new ArrayList<>(known);
    both.addAll(Reconciliation.missing(known, copy, NOW));

    for (int i = 0; i < 3; i++) {
      Spending.Request request = new Spending.Request(new ConversationId("c-" + i), SENDER);
      for (Ceiling ceiling : Ceiling.values()) {
        BigDecimal merged = spending(both).measured(ceiling, request);
        assertThat(merged)
            .as(ceiling.name())
            .isGreaterThanOrEqualTo(spending(known).measured(ceiling, request))
            .isGreaterThanOrEqualTo(
                spending(withoutWhatHasEnded(copy, known)).measured(ceiling, request));
      }
    }
    assertThat(Reconciliation.missing(both, copy, NOW)).isEmpty();
  }

  /** A copy without the runs whose end {@code known} knows and it does not. */
  private static List<Ledger.Line> withoutWhatHasEnded(
      List<Ledger.Line> copy, List<Ledger.Line> known) {
    Set<String> ended = ended(known);
    ended.removeAll(ended(copy));
    return copy.stream()
        .filter(
            line -> !(line instanceof Ledger.Reserved reserved && ended.contains(reserved.run())))
        .toList();
  }

  private static Set<String> ended(List<Ledger.Line> lines) {
    return lines.stream()
        .filter(Ledger.Settled.class::isInstance)
        .map(line -> ((Ledger.Settled) line).run())
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static List<Ledger.Line> some(SplittableRandom random, List<Ledger.Line> lines) {
    return lines.stream().filter(_ -> random.nextInt(3) > 0).toList();
  }

  private static Spending spending(List<Ledger.Line> lines) {
    MemoryLedger ledger = new MemoryLedger();
    lines.forEach(ledger::append);
    return Spending.of(ledger, NOW);
  }

  private static Ledger.Reserved run(String id, ConversationId conversation, Duration ago) {
    return new Ledger.Reserved(NOW.minus(ago), id, new MessageId("m"), conversation, SENDER, HALF);
  }
}
