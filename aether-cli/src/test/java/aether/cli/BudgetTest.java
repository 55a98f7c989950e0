package aether.cli;

import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.EventLog;
import aether.event.Action;
import aether.event.Event;
import aether.message.ConversationId;
import aether.message.MessageId;
import aether.message.ProjectId;
import aether.observatory.ledger.FileLedger;
import aether.observatory.ledger.LimitsFile;
import aether.observatory.ledger.LimitsInForce;
import aether.observatory.pipeline.Ledger;
import aether.redis.RedisObserver;
import aether.testkit.RedisServer;
import aether.wire.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** {@code aether limits} and {@code aether budget}. */
class BudgetTest {
  @RegisterExtension static final RedisServer REDIS = RedisServer.start();

  private static final ProjectId BACKEND = new ProjectId("backend");

  private @TempDir Path home;
  private Desktop desktop;
  private Ledger ledger;

  @BeforeEach
  void sit_down() {
    desktop = new Desktop(home).on(REDIS);
    Path ledgers = desktop.aether().resolve("ledger");
    LimitsFile.of(ledgers, BACKEND).write(LimitsInForce.usual());
    ledger = FileLedger.at(ledgers, BACKEND, InstantSource.system());
  }

  @Test
  void limits_says_every_ceiling_and_the_worst_that_can_come() {
    assertThat(desktop.aether("limits", "backend").out().lines())
        .containsExactly(
            "max_hops_ceiling    16         usual",
            "rate_per_min        20         usual",
            "max_attempts        2          usual",
            "turn_usd            $0.50      usual",
            "conversation_turns  16         usual",
            "conversation_usd    $2.00      usual",
            "sender_turns        30         usual",
            "minute_turns        20         usual",
            "daily_turns         200        usual",
            "daily_usd           $20.00     usual",
            "host_daily_usd      $50.00     usual",
            "the next message: at most 2 runs and $1.00",
            "its conversation: at most 16 runs and $2.00");
  }

  @Test
  void the_worst_shrinks_with_what_is_left() {
    spend("19.50");

    ObjectNode limits = json("limits", "backend", "--json");

    assertThat(limits.path("limits").path("daily_usd").stringValue()).isEqualTo("20");
    assertThat(limits.path("next_message").path("runs").intValue()).isEqualTo(2);
    assertThat(limits.path("next_message").path("usd").stringValue()).isEqualTo("0.50");
    spend("0.25");
    assertThat(json("limits", "backend", "--json").path("next_message").path("runs").intValue())
        .isZero();
  }

  @Test
  void show_says_what_is_used_and_left() {
    spend("1.25");

    assertThat(desktop.aether("budget", "show", "backend").out())
        .contains("daily_turns     1 of 200 used, 199 left")
        .contains("daily_usd       $1.25 of $20.00 used, $18.75 left")
        .contains("host_daily_usd  $1.25 of $50.00 used, $48.75 left");
    assertThat(json("budget", "show", "backend", "--json").path("daily_usd").path("left"))
        .hasToString("\"18.75\"");
  }

  @Test
  void a_grant_is_a_line_in_the_ledger_and_audited_on_the_bus() {
    Instant before = Instant.now();
    Desktop.Result result =
        desktop.aether("budget", "grant", "backend", "--usd", "5", "--for", "90m");

    assertThat(result.code()).isZero();
    assertThat(result.out()).startsWith("granted: 'backend' may spend $5.00 more until ");
    assertThat(ledger.lines())
        .singleElement()
        .isInstanceOfSatisfying(
            Ledger.Granted.class,
            grant -> {
              assertThat(grant.usd()).isEqualByComparingTo("5");
              assertThat(Duration.between(before, grant.until()))
                  .isBetween(Duration.ofMinutes(89), Duration.ofMinutes(92));
            });
    assertThat(actions()).contains(new Action.GrantBudget(BACKEND, new BigDecimal("5")));
    assertThat(desktop.aether("budget", "show", "backend").out())
        .contains("of $25.00 used")
        .contains("granted: $5.00");
  }

  @Test
  void without_a_bus_nothing_is_granted_but_everything_is_shown() {
    Desktop alone = new Desktop(home).with("AETHER_REDIS_PORT", "1");

    assertThat(alone.aether("budget", "grant", "backend", "--usd", "5").code()).isNotZero();
    assertThat(ledger.lines()).isEmpty();
    assertThat(alone.aether("budget", "show", "backend").code()).isZero();
    assertThat(alone.aether("limits", "backend").code()).isZero();
  }

  @Test
  void what_makes_no_sense_is_refused_in_one_line() {
    refused(1, "'nobody' has never run on this host", "limits", "nobody");
    refused(1, "'nobody' has never run on this host", "budget", "grant", "nobody", "--usd", "5");
    refused(2, "--usd is 0; give more", "budget", "grant", "backend", "--usd", "0");
    refused(2, "--usd is -1; give more", "budget", "grant", "backend", "--usd", "-1");
    refused(2, "at most 1000", "budget", "grant", "backend", "--usd", "1000.01");
    refused(2, "at most 24h", "budget", "grant", "backend", "--usd", "5", "--for", "25h");
    refused(2, "--for is 'soon'", "budget", "grant", "backend", "--usd", "5", "--for", "soon");
    refused(1, "'etc' has never run on this host", "limits", "../../etc");
    assertThat(ledger.lines()).isEmpty();
  }

  @Test
  void a_flag_and_a_variable_only_lower_and_the_refusal_names_the_file_that_raises()
      throws IOException {
    Path chart = desktop.aether().resolve("constellation.yaml");
    Files.writeString(
        chart,
        "limits: {host_daily_usd: 60}\n"
            + "bodies: {backend: {working_dir: %s, limits: {daily_turns: 300}}}\n".formatted(home));
    refused(
        2,
        "--daily-usd is 20.01; it can only lower the 20.00 in force: to raise it, write"
            + " `daily_usd: 20.01` under `limits` of 'backend' in "
            + chart,
        "observatory",
        "backend",
        "--daily-usd",
        "20.01");
    refused(
        2,
        "--daily-turns is 301; it can only lower the 300 in force",
        "observatory",
        "backend",
        "--daily-turns",
        "301");
    refused(
        2,
        "--host-daily-usd is 61.00; it can only lower the 60.00 in force: to raise it, write"
            + " `host_daily_usd: 61.00` under `limits` at the top in "
            + chart,
        "observatory",
        "backend",
        "--host-daily-usd",
        "61");
    refused(
        2,
        "--max-turn-usd is 0.51; it can only lower the 0.50 in force: to raise it, write"
            + " `max_budget_usd: 0.51` under 'backend' in "
            + chart,
        "observatory",
        "backend",
        "--max-turn-usd",
        "0.51");
    refused(
        2,
        "--daily-turns is 0; give a whole number from 1 to 100000",
        "observatory",
        "backend",
        "--daily-turns",
        "0");
    desktop = desktop.with("AETHER_MAX_HOPS_CEILING", "17");
    refused(
        2,
        "AETHER_MAX_HOPS_CEILING is 17; it can only lower the 16 in force",
        "observatory",
        "backend");
    assertThat(ledger.lines()).isEmpty();
  }

  private void refused(int code, String why, String... args) {
    Desktop.Result result = desktop.aether(args);
    assertThat(result.err()).as(String.join(" ", args)).contains(why);
    assertThat(result.code()).as(String.join(" ", args)).isEqualTo(code);
  }

  private void spend(String usd) {
    Instant now = Instant.now();
    String run = "run " + ledger.lines().size();
    ledger.append(
        new Ledger.Reserved(
            now,
            run,
            new MessageId("m"),
            new ConversationId("c"),
            new ProjectId("frontend"),
            new BigDecimal("0.50")));
    ledger.append(new Ledger.Settled(now, run, new BigDecimal(usd)));
  }

  private ObjectNode json(String... args) {
    return Json.readObject(desktop.aether(args).out()).orElseThrow();
  }

  private static List<Action> actions() {
    try (RedisObserver bus = RedisObserver.connect(REDIS.address())) {
      return bus.events().after(EventLog.START, 1_000).stream()
          .map(recorded -> recorded.event())
          .filter(Event.Operated.class::isInstance)
          .map(event -> ((Event.Operated) event).action())
          .toList();
    }
  }
}
