package aether.observatory.pipeline;

import static aether.observatory.pipeline.Sky.A;
import static aether.observatory.pipeline.Sky.B;
import static org.assertj.core.api.Assertions.assertThat;

import aether.config.Waves;
import aether.message.Content;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.Intent;
import aether.message.MessageId;
import aether.message.ProjectId;
import aether.message.Recipient;
import aether.observatory.audit.RunLedger.Answer;
import aether.observatory.pipeline.Nemesis.Crash;
import aether.observatory.pipeline.Sim.Said;
import aether.observatory.turn.ScriptedRunner;
import aether.testkit.BusHistory.Source;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Bodies that always reply, under any number of crashes: a conversation costs what it may. */
class TerminationTest {
  private static final int ATTEMPTS = 2;
  private static final String BLOCK = Scripts.reply("And what of `that`?");

  /** T1 for a comet: runs ≤ H·A and replies ≤ H, whatever the sender's own ceiling is. */
  @Property(tries = 1_000)
  void a_conversation_of_two_ends_within_its_bounds(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 8) int horizon,
      @ForAll @IntRange(min = 0, max = 100) int crashes)
      throws InterruptedException {
    Sim sim = lived(seed, horizon, crashes, new Recipient.Project(B), List.of(A, B));
    assertThat(sim.ledger.paid()).hasSizeLessThanOrEqualTo(horizon * ATTEMPTS);
    assertThat(replies(sim)).isLessThanOrEqualTo(horizon);
    if (crashes == 0) {
      assertThat(sim.ledger.paid()).hasSize(horizon);
      assertThat(replies(sim)).isEqualTo(horizon);
    }
  }

  /** T1 for a wave that asks F other Bodies: runs ≤ F·H·A and replies ≤ F·H. */
  @Property(tries = 300)
  void a_wave_that_asks_ends_within_its_bounds(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 4) int horizon,
      @ForAll @IntRange(min = 0, max = 60) int crashes)
      throws InterruptedException {
    List<ProjectId> bodies = List.of(A, B, Sky.C);
    Sim sim = lived(seed, horizon, crashes, new Recipient.Everyone(true), bodies);
    int asked = bodies.size() - 1;
    assertThat(sim.ledger.paid()).hasSizeLessThanOrEqualTo(asked * horizon * ATTEMPTS);
    assertThat(replies(sim)).isLessThanOrEqualTo(asked * (long) horizon);
  }

  private static Sim lived(
      long seed, int horizon, int crashes, Recipient to, List<ProjectId> bodies)
      throws InterruptedException {
    SplittableRandom random = new SplittableRandom(seed);
    Sim sim =
        new Sim(
            (_, _, run) -> new Said(ScriptedRunner.answer(run, BLOCK), Answer.REPLY),
            Sim.Mutation.NONE);
    for (ProjectId body : bodies) {
      sim.add(
          Sim.settings(
              body, new Limits(horizon, 1_000, ATTEMPTS, Sky.LIMITS.ceilings()), Waves.NOTE));
      sim.start(body);
    }
    int[] left = {crashes};
    sim.haunt((_, _) -> {
      if (left[0] > 0 && random.nextInt(8) == 0) {
        left[0]--;
        throw new Crash();
      }
    });
    sim.outside(() -> sim.bus.outbox().send(opening(to), List.of()));
    assertThat(sim.go(2_000)).as("comes to rest").isTrue();
    sim.auditor(Set.of()).audit();
    return sim;
  }

  private static Envelope opening(Recipient to) {
    return Envelope.origin(
        new MessageId("m-1"),
        new ConversationId("c-1"),
        A,
        to,
        1_000_000,
        Instant.EPOCH,
        new Content(Intent.ASK, "Shall we talk without end?"));
  }

  private static long replies(Sim sim) {
    return sim.bus.history().added().stream()
        .filter(entry -> entry.source() == Source.REPLIED)
        .count();
  }
}
