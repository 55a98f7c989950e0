package aether.observatory.pipeline;

import static aether.observatory.pipeline.Sky.A;
import static aether.observatory.pipeline.Sky.B;
import static aether.observatory.pipeline.Sky.C;
import static org.assertj.core.api.Assertions.assertThat;

import aether.config.Waves;
import aether.message.Content;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.EnvelopeCodec;
import aether.message.Intent;
import aether.message.MessageId;
import aether.message.ProjectId;
import aether.message.Recipient;
import aether.observatory.audit.RunLedger.Answer;
import aether.observatory.pipeline.Nemesis.Crash;
import aether.observatory.pipeline.Sim.Said;
import aether.observatory.turn.Run;
import aether.observatory.turn.RunResult;
import aether.observatory.turn.ScriptedRunner;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The process of one Body ends before and after each of its commands and during each run of its
 * agent, from its start to its rest, once and twice: nothing is lost and nothing happens twice.
 */
class CrashEverywhereTest {
  private static final ConversationId CONVERSATION = new ConversationId("c-1");
  private static final int ROUNDS = 40;
  private static final int ROUNDS_OF_A_PAUSE = 3;

  /** What is put before the Body, and what its agent makes of it. */
  enum Scenario {
    REPLY(toB(), reply()),
    SILENT(toB(), silence()),
    MALFORMED_THEN_REPLY(toB(), nonsense(), reply()),
    MALFORMED_TWICE(toB(), nonsense()),
    FAILING_ONCE(toB(), failure(), reply()),
    FAILING(toB(), failure()),
    ANNOUNCEMENT(wave(false), reply()),
    SOLICITED_WAVE(wave(true), reply()),
    HELD_FOR_A_PEER_THAT_IS_OFFLINE(toB(), replyTo(C)),
    LEFT_IN_A_HOLD_LIST(
        sim -> sim.bus.rawHold(B, EnvelopeCodec.encode(message(new Recipient.Project(B)))),
        reply()),
    UNDECODABLE(
        sim -> {
          String _ = sim.bus.rawInbox(B, Map.of("data", "garbage"));
        },
        silence()),
    PAUSED_DURING_THE_RUN(toB(), reply());

    private final Consumer<Sim> opening;
    private final List<Word> words;

    Scenario(Consumer<Sim> opening, Word... words) {
      this.opening = opening;
      this.words = List.of(words);
    }
  }

  /** One thing an agent says. */
  interface Word {
    Said in(Run run);
  }

  @ParameterizedTest
  @EnumSource
  void a_crash_at_any_point_once_or_twice(Scenario scenario) throws InterruptedException {
    int points = live(scenario, Set.of()).points;
    assertThat(points).isGreaterThan(10);
    for (int first = 1; first <= points; first++) {
      int then = live(scenario, Set.of(first)).points;
      for (int second = first + 1; second <= then; second++) {
        live(scenario, Set.of(first, second));
      }
    }
  }

  /** Counts the points at which the process of B may end, and ends it at some. */
  private static final class Counting implements Nemesis {
    private final Sim sim;
    private final Set<Integer> crashes;
    private int points;

    Counting(Sim sim, Set<Integer> crashes) {
      this.sim = sim;
      this.crashes = crashes;
    }

    @Override
    public void strike(Moment moment, String command) {
      if (sim.atWork().equals(B) && crashes.contains(++points)) {
        throw new Crash();
      }
    }
  }

  private static Counting live(Scenario scenario, Set<Integer> crashes)
      throws InterruptedException {
    int[] runs = new int[1];
    Sim[] playing = new Sim[1];
    Sim sim =
        new Sim(
            (body, _, run) -> {
              if (!body.equals(B)) {
                return silence().in(run);
              }
              if (scenario == Scenario.PAUSED_DURING_THE_RUN && runs[0] == 0) {
                playing[0].outside(
                    () -> playing[0].bus.controlSwitch().pause(CONVERSATION, "operator"));
              }
              int word = Math.min(runs[0]++, scenario.words.size() - 1);
              return scenario.words.get(word).in(run);
            },
            Sim.Mutation.NONE);
    playing[0] = sim;
    sim.add(Sim.settings(A, Limits.DEFAULT, Waves.NOTE));
    sim.add(Sim.settings(B, Limits.DEFAULT, Waves.NOTE));
    sim.bus.registrar().register(Sim.settings(C, Limits.DEFAULT, Waves.NOTE).body(), false);
    Counting counting = new Counting(sim, crashes);
    sim.haunt(counting);
    sim.start(A);
    sim.start(B);
    sim.outside(() -> scenario.opening.accept(sim));
    if (scenario == Scenario.PAUSED_DURING_THE_RUN) {
      assertThat(sim.go(ROUNDS_OF_A_PAUSE)).isFalse();
      sim.outside(() -> sim.bus.controlSwitch().resume(CONVERSATION, "operator"));
    }
    boolean rested = sim.go(ROUNDS);
    assertThat(sim.auditor(Set.of()).complaints())
        .as("%s, crashes at %s", scenario, crashes)
        .isEmpty();
    assertThat(rested).as("%s, crashes at %s, comes to rest", scenario, crashes).isTrue();
    return counting;
  }

  private static Consumer<Sim> toB() {
    return sim -> sim.bus.outbox().send(message(new Recipient.Project(B)), List.of());
  }

  private static Consumer<Sim> wave(boolean solicit) {
    return sim -> sim.bus.outbox().send(message(new Recipient.Everyone(solicit)), List.of());
  }

  private static Envelope message(Recipient to) {
    return Envelope.origin(
        new MessageId("m-1"),
        CONVERSATION,
        A,
        to,
        4,
        Instant.EPOCH,
        new Content(Intent.ASK, "Which field is the order's id?"));
  }

  private static Word reply() {
    String block = Scripts.reply("It is `order_id`.");
    return run -> new Said(ScriptedRunner.answer(run, block), Answer.REPLY);
  }

  private static Word replyTo(ProjectId to) {
    String block = Scripts.reply(to.value(), "result", "It is `order_id`.");
    return run -> new Said(ScriptedRunner.answer(run, block), Answer.REPLY);
  }

  private static Word silence() {
    return run -> new Said(ScriptedRunner.answer(run, Scripts.silence()), Answer.SILENCE);
  }

  private static Word nonsense() {
    return run -> new Said(ScriptedRunner.answer(run, "I would rather not."), Answer.NONE);
  }

  private static Word failure() {
    return _ -> new Said(new RunResult.Failed("exit code 1", Optional.empty()), Answer.NONE);
  }
}
