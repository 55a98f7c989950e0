package aether.observatory.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aether.event.Extinction;
import aether.message.ConversationId;
import aether.message.MessageId;
import aether.message.ProjectId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the lines of a ledger allow. */
class SpendingTest {
  private static final Instant NOW = Instant.parse("2026-01-05T10:00:00Z");
  private static final ProjectId ME = new ProjectId("beta");
  private static final ProjectId SENDER = new ProjectId("alpha");
  private static final ConversationId HERE = new ConversationId("here");
  private static final Spending.Request REQUEST = new Spending.Request(HERE, SENDER);

  /** So high that it is never met. */
  private static final Ceilings HIGH =
      new Ceilings(
          BigDecimal.ONE,
          new Ceilings.Conversation(1_000, usd("1000")),
          1_000,
          new Ceilings.Daily(1_000, 1_000, usd("1000")),
          usd("1000"));

  private final List<Ledger.Line> lines = new ArrayList<>();
  private final List<Ledger.Line> elsewhere = new ArrayList<>();

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TURN_USD")
  void the_run_that_reaches_a_ceiling_may_start_and_the_next_may_not(Ceiling ceiling) {
    Ceilings three = withOneAtThree(ceiling);
    spend(2);
    assertThat(objection(three)).as("the third").isEmpty();

    spend(1);
    assertThat(objection(three))
        .as("the fourth")
        .contains(
            new Extinction.BudgetExhausted(
                ME,
                ceiling.wireName(),
                ceiling.isMoney() ? "3.00" : "3",
                ceiling.isMoney() ? "3.00" : "3"));
  }

  @Test
  void another_conversation_and_another_sender_are_not_concerned() {
    spend(3);
    Spending spending = spending();
    Spending.Request other =
        new Spending.Request(new ConversationId("there"), new ProjectId("gamma"));

    for (Ceiling own :
        List.of(Ceiling.CONVERSATION_TURNS, Ceiling.CONVERSATION_USD, Ceiling.SENDER_TURNS)) {
      assertThat(spending.objection(ME, withOneAtThree(own), other)).as(own.name()).isEmpty();
    }
    for (Ceiling all : List.of(Ceiling.DAILY_TURNS, Ceiling.DAILY_USD, Ceiling.HOST_DAILY_USD)) {
      assertThat(spending.objection(ME, withOneAtThree(all), other)).as(all.name()).isPresent();
    }
  }

  @Test
  void what_other_bodies_spend_counts_for_the_host_alone() {
    elsewhere.addAll(List.of(reserved("x", NOW), reserved("y", NOW), reserved("z", NOW)));

    assertThat(objection(withOneAtThree(Ceiling.HOST_DAILY_USD))).isPresent();
    assertThat(objection(withOneAtThree(Ceiling.DAILY_USD))).isEmpty();
    assertThat(objection(withOneAtThree(Ceiling.DAILY_TURNS))).isEmpty();
  }

  @Test
  void a_minute_an_hour_and_a_day_end_to_the_second() {
    assertThat(freedAfter(Ceiling.MINUTE_TURNS)).isEqualTo(Duration.ofMinutes(1));
    assertThat(freedAfter(Ceiling.SENDER_TURNS)).isEqualTo(Duration.ofHours(1));
    assertThat(freedAfter(Ceiling.DAILY_TURNS)).isEqualTo(Duration.ofDays(1));
    assertThat(freedAfter(Ceiling.DAILY_USD)).isEqualTo(Duration.ofDays(1));
  }

  @Test
  void a_conversation_is_counted_for_as_long_as_it_lives_and_a_day_for_a_day() {
    lines.add(new Ledger.Carried(NOW.minus(Duration.ofDays(60)), HERE, 1, usd("1.50")));
    lines.add(reserved("old", NOW.minus(Duration.ofDays(2))));
    lines.add(reserved("new", NOW));

    assertThat(spending().measured(Ceiling.CONVERSATION_TURNS, REQUEST)).isEqualTo("3");
    assertThat(spending().measured(Ceiling.CONVERSATION_USD, REQUEST)).isEqualByComparingTo("3.50");
    assertThat(spending().measured(Ceiling.DAILY_TURNS, REQUEST)).isEqualTo("1");
    assertThat(spending().measured(Ceiling.DAILY_USD, REQUEST)).isEqualByComparingTo("1");
    assertThat(objection(withOneAtThree(Ceiling.CONVERSATION_TURNS))).isPresent();
  }

  @Test
  void a_clock_that_went_back_forgives_nothing() {
    lines.add(reserved("a", NOW.plus(Duration.ofDays(3))));
    assertThat(spending().measured(Ceiling.MINUTE_TURNS, REQUEST)).isEqualTo("1");
  }

  @Test
  void a_run_counts_as_what_it_says_it_cost_and_else_as_what_was_set_aside() {
    lines.add(reserved("cheap", NOW));
    lines.add(new Ledger.Settled(NOW, "cheap", usd("0.25")));
    lines.add(reserved("dear", NOW));
    lines.add(new Ledger.Settled(NOW, "dear", usd("1.75")));
    lines.add(reserved("crashed", NOW));
    lines.add(reserved("never", NOW));
    lines.add(new Ledger.Released(NOW, "never"));
    lines.add(new Ledger.Settled(NOW, "unheard of", usd("9")));

    assertThat(spending().measured(Ceiling.DAILY_USD, REQUEST)).isEqualByComparingTo("3.00");
    assertThat(spending().measured(Ceiling.DAILY_TURNS, REQUEST)).isEqualTo("3");
  }

  @Test
  void a_grant_raises_the_dollars_until_it_ends_and_never_the_turns() {
    spend(3);
    lines.add(new Ledger.Granted(NOW, NOW.plusSeconds(60), usd("1")));

    assertThat(objection(withOneAtThree(Ceiling.DAILY_USD))).isEmpty();
    assertThat(objection(withOneAtThree(Ceiling.HOST_DAILY_USD))).isEmpty();
    assertThat(objection(withOneAtThree(Ceiling.CONVERSATION_USD))).isEmpty();
    assertThat(objection(withOneAtThree(Ceiling.DAILY_TURNS))).isPresent();
    assertThat(at(NOW.plusSeconds(60)).granted()).isZero();
  }

  @Test
  void the_usual_ceilings_are_those_that_are_promised() {
    Ceilings usual = Ceilings.DEFAULT;
    assertThat(List.of(Ceiling.values()))
        .extracting(ceiling -> Spending.text(ceiling, usual.of(ceiling)))
        .containsExactly("0.50", "16", "2.00", "30", "20", "200", "20.00", "50.00");
  }

  @Test
  void a_ceiling_is_above_nothing() {
    assertThatThrownBy(() -> withOne(Ceiling.DAILY_USD, BigDecimal.ZERO))
        .hasMessage("daily_usd is 0; it must be above 0");
    assertThatThrownBy(() -> withOne(Ceiling.DAILY_TURNS, usd("-1")))
        .hasMessage("daily_turns is -1; it must be above 0");
  }

  private Duration freedAfter(Ceiling ceiling) {
    lines.clear();
    spend(3);
    Ceilings three = withOneAtThree(ceiling);
    for (Duration span : List.of(Duration.ofMinutes(1), Duration.ofHours(1), Duration.ofDays(1))) {
      Instant end = NOW.plus(span);
      if (at(end).objection(ME, three, REQUEST).isEmpty()) {
        assertThat(at(end.minusMillis(1)).objection(ME, three, REQUEST))
            .as("just before")
            .isPresent();
        return span;
      }
    }
    return Duration.ZERO;
  }

  private void spend(int runs) {
    for (int i = 0; i < runs; i++) {
      lines.add(reserved("run " + lines.size(), NOW));
    }
  }

  private static Ledger.Reserved reserved(String run, Instant at) {
    return new Ledger.Reserved(at, run, new MessageId("m"), HERE, SENDER, BigDecimal.ONE);
  }

  private Optional<Extinction.BudgetExhausted> objection(Ceilings ceilings) {
    return spending().objection(ME, ceilings, REQUEST);
  }

  private Spending spending() {
    return at(NOW);
  }

  private Spending at(Instant now) {
    return Spending.of(
        new Ledger() {
          @Override
          public List<Line> lines() {
            return lines;
          }

          @Override
          public List<Cost> elsewhere() {
            return Spending.costs(elsewhere);
          }

          @Override
          public void append(Line line) {
            lines.add(line);
          }

          @Override
          public <T> T exclusively(Supplier<T> work) {
            return work.get();
          }

          @Override
          public void tidy() {}
        },
        now);
  }

  private static Ceilings withOneAtThree(Ceiling ceiling) {
    return withOne(ceiling, usd("3"));
  }

  private static Ceilings withOne(Ceiling which, BigDecimal value) {
    return new Ceilings(
        pick(Ceiling.TURN_USD, which, value),
        new Ceilings.Conversation(
            pick(Ceiling.CONVERSATION_TURNS, which, value).intValue(),
            pick(Ceiling.CONVERSATION_USD, which, value)),
        pick(Ceiling.SENDER_TURNS, which, value).intValue(),
        new Ceilings.Daily(
            pick(Ceiling.MINUTE_TURNS, which, value).intValue(),
            pick(Ceiling.DAILY_TURNS, which, value).intValue(),
            pick(Ceiling.DAILY_USD, which, value)),
        pick(Ceiling.HOST_DAILY_USD, which, value));
  }

  private static BigDecimal pick(Ceiling ceiling, Ceiling which, BigDecimal value) {
    return ceiling == which ? value : HIGH.of(ceiling);
  }

  private static BigDecimal usd(String dollars) {
    return new BigDecimal(dollars);
  }
}
