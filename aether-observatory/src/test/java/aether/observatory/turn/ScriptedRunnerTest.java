package aether.observatory.turn;

import static org.assertj.core.api.Assertions.assertThat;

import aether.event.Milestone;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ScriptedRunnerTest {
  private final List<Milestone> seen = new ArrayList<>();
  private final Run run = new Run("rules", "ask", Optional.empty(), Path.of("."), seen::add);

  @Test
  void a_script_answers_alike_each_time_and_counts() throws InterruptedException {
    ScriptedRunner runner = ScriptedRunner.replying(asked -> asked.message() + "!");
    assertThat(runner.run(run))
        .isEqualTo(runner.run(run))
        .isEqualTo(ScriptedRunner.answer(run, "ask!"));
    assertThat(runner.runs()).isEqualTo(2);
  }

  @Test
  void a_script_shows_the_milestones_of_a_turn() throws InterruptedException {
    assertThat(ScriptedRunner.replying("x").run(run)).isInstanceOf(RunResult.Answered.class);
    assertThat(seen)
        .containsExactly(
            new Milestone.TurnStart(),
            new Milestone.ToolUse("Read"),
            new Milestone.TurnDone("success"));
  }

  @Test
  void results_come_in_turn_and_the_last_one_stays() throws InterruptedException {
    RunResult failed = new RunResult.Failed("no", Optional.empty());
    RunResult stale = new RunResult.StaleSession("old");
    ScriptedRunner runner = ScriptedRunner.inTurn(failed, stale);
    assertThat(List.of(runner.run(run), runner.run(run), runner.run(run)))
        .containsExactly(failed, stale, stale);
  }

  @Test
  void a_resumed_session_is_kept_and_the_delay_is_the_sleepers() throws InterruptedException {
    List<Duration> slept = new ArrayList<>();
    UUID session = UUID.fromString(FakeClaude.SESSION);
    Run resumed = new Run("rules", "ask", Optional.of(session), Path.of("."), seen::add);
    ScriptedRunner runner = ScriptedRunner.replying("x").taking(Duration.ofSeconds(9), slept::add);
    assertThat(runner.run(resumed))
        .isInstanceOfSatisfying(
            RunResult.Answered.class, answer -> assertThat(answer.session()).isEqualTo(session));
    assertThat(slept).containsExactly(Duration.ofSeconds(9));
  }
}
