package aether.observatory.pipeline;

import static aether.observatory.pipeline.Sky.A;
import static aether.observatory.pipeline.Sky.B;
import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.BusException;
import aether.config.Waves;
import aether.event.Event;
import aether.event.Extinction;
import aether.message.Content;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.Hops;
import aether.message.Intent;
import aether.message.MessageId;
import aether.message.Recipient;
import aether.observatory.audit.RunLedger.Answer;
import aether.observatory.pipeline.Nemesis.Moment;
import aether.observatory.pipeline.Sim.Said;
import aether.observatory.turn.RunResult;
import aether.observatory.turn.ScriptedRunner;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the simulation has found, each as a story of its own. */
class FoundTest {
  private final AtomicInteger runs = new AtomicInteger();
  private boolean fails;
  private final Sim sim =
      new Sim(
          (_, _, run) -> {
            runs.incrementAndGet();
            return fails
                ? new Said(new RunResult.Failed("exit code 1", Optional.empty()), Answer.NONE)
                : new Said(ScriptedRunner.answer(run, Scripts.reply("It is `id`.")), Answer.REPLY);
          },
          Sim.Mutation.NONE);

  @BeforeEach
  void one_body_is_online() throws InterruptedException {
    sim.add(Sim.settings(B, Limits.DEFAULT, Waves.NOTE));
    sim.start(B);
    sim.bus.registrar().register(Sim.settings(A, Limits.DEFAULT, Waves.NOTE).body(), false);
  }

  @Test
  void two_copies_worked_on_at_the_same_time_cost_one_run_and_get_one_reply()
      throws InterruptedException {
    send("c-1", 0);
    send("c-2", 0);
    sim.haunt((moment, _) -> {
      if (moment == Moment.RUN && sim.depth() == 1) {
        sim.work(B, Dispatcher.laneOf(new ConversationId("c-2")));
      }
    });
    sim.read(B, 10);
    sim.work(B, Dispatcher.laneOf(new ConversationId("c-1")));

    assertThat(sim.drain(10)).isTrue();
    sim.auditor(Set.of()).audit();
    assertThat(runs).hasValue(1);
    assertThat(sim.bus.inboxOf(A)).hasSize(1);
    assertThat(ends()).containsExactly(new Extinction.Duplicate());
  }

  @Test
  void a_copy_does_not_pass_the_horizon_because_the_first_has_had_a_run()
      throws InterruptedException {
    fails = true;
    send("c-1", 0);
    send("c-2", Integer.MAX_VALUE);
    sim.read(B, 10);
    sim.work(B, Dispatcher.laneOf(new ConversationId("c-1")));
    fails = false;
    sim.work(B, Dispatcher.laneOf(new ConversationId("c-2")));

    assertThat(ends()).containsExactly(new Extinction.Horizon(Integer.MAX_VALUE, 8, "max_hops"));
    assertThat(runs).hasValue(1);
  }

  @Test
  void an_answer_is_not_paid_for_again_because_the_bus_went_away_before_it_was_written()
      throws InterruptedException {
    AtomicInteger cuts = new AtomicInteger(3);
    sim.haunt((moment, _) -> {
      if (moment == Moment.BEFORE && runs.get() > 0 && cuts.getAndDecrement() > 0) {
        throw new BusException.Unavailable("cut", new IllegalStateException());
      }
    });
    send("c-1", 0);
    sim.go(10);

    sim.auditor(Set.of()).audit();
    assertThat(runs).hasValue(1);
    assertThat(cuts).hasNonPositiveValue();
  }

  private void send(String conversation, int hop) {
    Envelope message =
        new Envelope(
            new MessageId("m-1"),
            new ConversationId(conversation),
            A,
            new Recipient.Project(B),
            Optional.empty(),
            new Hops(hop, 8),
            "2026-01-05T10:00:00Z",
            new Content(Intent.ASK, "Which field is the order's id?"));
    sim.outside(() -> sim.bus.outbox().send(message, List.of()));
  }

  private List<Extinction> ends() {
    return sim.bus.events().stream()
        .flatMap(event ->
            event instanceof Event.Extinguished extinguished && extinguished.why().ends()
                ? Stream.of(extinguished.why())
                : Stream.empty())
        .toList();
  }
}
