package aether.observatory;

import static aether.observatory.Scene.ALPHA;
import static aether.observatory.Scene.BETA;
import static org.assertj.core.api.Assertions.assertThat;

import aether.message.Envelope;
import aether.observatory.Scene.Fate;
import aether.redis.Keys;
import aether.testkit.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No agent outlives what it was started for, whatever ends that. */
@Timeout(90)
class ChildrenProcessTest {
  @RegisterExtension static final RedisServer REDIS = RedisServer.start();

  @TempDir Path temp;
  private Scene scene;
  private StandIn claude;

  @BeforeEach
  void set_the_stage() throws IOException {
    scene = Scene.set(temp, REDIS);
    claude = scene.claude().ignoresTerm().thinks();
  }

  @AfterEach
  void clear_the_stage() {
    scene.close();
  }

  @Test
  void d3_what_a_killed_observatory_has_left_running_is_gone_before_the_next_run_starts() {
    ObservatoryProcess first = thinking();
    first.kill9();
    assertThat(claude.living()).as("nobody was there to end it").hasSize(1);

    ObservatoryProcess second = scene.beta();
    scene.until("the second run has begun", () -> claude.runs().size() == 2);

    assertThat(claude.living()).isEqualTo(claude.runs().subList(1, 2));
    assertThat(second.errors()).anyMatch(line -> line.contains("that was killed had left running"));
    claude.concludes();
    scene.until("it is answered", () -> scene.messages().size() == 2);
    scene.until("nothing stands in the register", () -> children() == 0);
    scene.audit(scene.messages().getFirst(), Fate.CUT_SHORT, Fate.ANSWERED);
  }

  /** How a human ends a turn. */
  enum Word {
    TERMINATE,
    KILL_PROJECT,
    STOP
  }

  @ParameterizedTest
  @EnumSource
  void d10_an_agent_that_ignores_TERM_is_gone_two_seconds_after_a_humans_word(Word word)
      throws IOException {
    Envelope question = scene.ask("Which field?");
    ObservatoryProcess first = thinking();

    long said = System.nanoTime();
    say(word, question);
    scene.until("it is gone", () -> claude.living().isEmpty());

    assertThat(Duration.ofNanos(System.nanoTime() - said)).isLessThan(Duration.ofSeconds(2));
    first.signal("TERM");
    assertThat(first.exit()).isZero();
    assertThat(scene.messages()).containsExactly(question);
    assertThat(REDIS.call("XLEN", Keys.inbox(ALPHA))).isEqualTo(0L);
    assertThat(children()).isZero();
    if (word == Word.STOP) {
      assertThat(scene.pending() + scene.unread()).as("it waits for go").isEqualTo(1);
    } else {
      scene.audit(question, Fate.ENDED);
    }
  }

  private void say(Word word, Envelope question) throws IOException {
    var controls = scene.bus().controls(InstantSource.system());
    switch (word) {
      case TERMINATE -> controls.terminate(question.conversation(), "test");
      case KILL_PROJECT -> controls.kill(BETA, "test");
      case STOP -> Files.writeString(temp.resolve("home").resolve("STOP"), "enough\n");
    }
  }

  @Test
  void d55_stops_in_the_middle_of_a_turn_leave_a_message_its_runs_but_not_its_money() {
    Envelope question = scene.ask("Which field?");
    for (int stops = 1; stops <= 3; stops++) {
      int runs = stops;
      ObservatoryProcess each = scene.beta("--grace", "1");
      scene.until("the run has begun", () -> claude.runs().size() == runs);
      each.signal("TERM");
      assertThat(each.exit()).isZero();
      assertThat(claude.living()).isEmpty();
      assertThat(REDIS.call("HGET", Keys.processingLog(BETA, question.id()), "attempts"))
          .as("it was handed back")
          .isNull();
    }
    claude.concludes();
    scene.online(scene.beta());
    scene.until("it is answered", () -> scene.messages().size() == 2);
    scene.until("nothing is pending", () -> scene.pending() == 0);

    scene.audit(question, Fate.HANDED_BACK, Fate.HANDED_BACK, Fate.HANDED_BACK, Fate.ANSWERED);
  }

  private ObservatoryProcess thinking() {
    if (scene.messages().isEmpty()) {
      scene.ask("Which field?");
    }
    ObservatoryProcess process = scene.beta();
    scene.until("it is deep in thought", () -> claude.deep().size() == 1);
    return process;
  }

  private long children() {
    Path folder = temp.resolve("home/children/beta");
    try (var files = Files.list(folder)) {
      return files.count();
    } catch (IOException e) {
      return -1;
    }
  }
}
