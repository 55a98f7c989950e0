package aether.observatory;

import static org.assertj.core.api.Assertions.assertThat;

import aether.config.AgentChoice;
import aether.config.Constellation;
import aether.config.ConstellationBody;
import aether.config.Limit;
import aether.message.ProjectId;
import aether.observatory.ledger.LimitsFile;
import aether.observatory.ledger.LimitsInForce;
import aether.observatory.sandbox.SandboxMode;
import aether.observatory.turn.ChildRegister;
import aether.observatory.turn.ClaudeSettings;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the star chart says of a Body is how its agent runs. */
class AgentSetupTest {
  private static final Path FILE = Path.of("/h/constellation.yaml");
  private static final ProjectId A = new ProjectId("a");

  @Test
  void what_the_star_chart_says_replaces_what_is_usual() {
    ClaudeSettings settings =
        settings(
            "model: opus, tools: [Read, WebFetch], deny: [Read(x/**)], max_turns: 3, timeout: 60,"
                + " idle_timeout: 20",
            false);

    assertThat(settings.model()).contains("opus");
    assertThat(settings.confinement().tools()).containsExactly("Read", "WebFetch");
    assertThat(settings.confinement().denied())
        .containsAll(ClaudeSettings.standard().confinement().denied())
        .contains("Read(x/**)");
    assertThat(settings.limits().maxTurns()).isEqualTo(3);
    assertThat(settings.limits().wallClock()).isEqualTo(Duration.ofSeconds(60));
    assertThat(settings.limits().idle()).isEqualTo(Duration.ofSeconds(20));
    assertThat(settings.limits().maxBudgetUsd()).isEqualTo("0.25");
  }

  @Test
  void what_it_does_not_say_is_as_usual() {
    ClaudeSettings usual = ClaudeSettings.standard();
    ClaudeSettings settings = settings("", false);

    assertThat(settings.model()).isEmpty();
    assertThat(settings.confinement()).isEqualTo(usual.confinement());
    assertThat(settings.limits())
        .isEqualTo(usual.limits().withMaxBudgetUsd(new BigDecimal("0.25")));
    assertThat(settings("", true).confinement().allowWrite()).isTrue();
  }

  @Test
  void a_flag_goes_before_a_variable_and_a_variable_before_the_star_chart() {
    Constellation chart =
        Constellation.parse(
            "limits: {host_daily_usd: 90}\n"
                + "bodies: {a: {limits: {daily_usd: 30, daily_turns: 500, minute_turns: 9}}}",
            FILE);
    LimitsInForce inForce =
        LimitsInForce.of(
            Map.of(Limit.DAILY_USD, new BigDecimal("7")),
            Map.of("AETHER_DAILY_USD", "8", "AETHER_DAILY_TURNS", "300", "AETHER_TURN_USD", " "),
            chart.body(A),
            chart);

    assertThat(inForce.limits().of(Limit.DAILY_USD)).isEqualTo("7");
    assertThat(inForce.limits().of(Limit.DAILY_TURNS)).isEqualTo("300");
    assertThat(inForce.limits().of(Limit.MINUTE_TURNS)).isEqualTo("9");
    assertThat(inForce.limits().of(Limit.HOST_DAILY_USD)).isEqualTo("90");
    assertThat(inForce.limits().of(Limit.TURN_USD)).isEqualTo("0.50");
    assertThat(inForce.sources())
        .containsEntry(Limit.DAILY_USD, "--daily-usd")
        .containsEntry(Limit.DAILY_TURNS, "AETHER_DAILY_TURNS")
        .containsEntry(Limit.MINUTE_TURNS, FILE.toString())
        .containsEntry(Limit.HOST_DAILY_USD, FILE.toString())
        .containsEntry(Limit.TURN_USD, LimitsInForce.USUAL);
  }

  @Test
  void the_limits_and_who_set_them_are_read_again_as_they_were_written(@TempDir Path folder) {
    Constellation chart = Constellation.parse("bodies: {a: {limits: {daily_usd: 30.5}}}", FILE);
    LimitsInForce inForce = LimitsInForce.of(Map.of(), Map.of(), chart.body(A), chart);
    LimitsFile file = LimitsFile.of(folder, A);
    file.write(inForce);

    assertThat(file.read()).contains(inForce);
  }

  private static ClaudeSettings settings(String entry, boolean allowWrite) {
    ConstellationBody body = Constellation.parse("bodies: {a: {" + entry + "}}", FILE).body(A);
    AgentChoice choice = body.terms().agent();
    AgentSetup.Bounds bounds =
        new AgentSetup.Bounds(allowWrite, SandboxMode.OFF, Path.of("project"));
    return new AgentSetup(choice, new BigDecimal("0.25"), bounds, ChildRegister.none())
        .settings(ClaudeSettings.standard());
  }
}
