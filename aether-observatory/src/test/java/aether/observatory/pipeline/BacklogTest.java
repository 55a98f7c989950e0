package aether.observatory.pipeline;

import static aether.observatory.pipeline.Sky.A;
import static aether.observatory.pipeline.Sky.B;
import static org.assertj.core.api.Assertions.assertThat;

import aether.message.Envelope;
import aether.observatory.turn.AgentRunner;
import aether.observatory.turn.ScriptedRunner;
import aether.testkit.HandClock;
import aether.testkit.InMemoryBus;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one conversation has waiting is its own affair. */
@Timeout(60)
class BacklogTest {
  private static final int MESSAGES = 2_000;

  private final HandClock clock = new HandClock();
  private final Sky sky = new Sky(clock, new MemorySkyBus(new InMemoryBus(clock)));
  private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch goOn = new CountDownLatch(1);

  /** Notes what it is asked, and takes its time over {@code slow}. */
  private AgentRunner agent(String slow) {
    return run -> {
      if (run.message().contains(slow)) {
        goOn.await();
      }
      seen.add(run.message());
      return ScriptedRunner.answer(run, Scripts.silence());
    };
  }

  /** Brings the Body online with no limit to what a conversation may bring in a minute. */
  private Observatory online(AgentRunner agent, int parallel) {
    Limits limits =
        new Limits(
            Sky.LIMITS.maxHopsCeiling(),
            1_000_000,
            Sky.LIMITS.maxAttempts(),
            new Ceilings(
                BigDecimal.ONE,
                new Ceilings.Conversation(1_000_000, new BigDecimal(1_000_000)),
                1_000_000,
                new Ceilings.Daily(1_000_000, 1_000_000, new BigDecimal(1_000_000)),
                new BigDecimal(1_000_000)));
    return sky.online(
        B,
        agent,
        usual ->
            new BodySettings(
                usual.body(),
                usual.workingDir(),
                limits,
                usual.waves(),
                usual.reviewers(),
                usual.verbatim()),
        parallel);
  }

  @AfterEach
  void close() {
    goOn.countDown();
    sky.close();
  }

  @Test
  void a_slow_conversation_with_two_thousand_messages_keeps_no_other_waiting_and_its_order() {
    sky.registered(A);
    Envelope first = backlog();
    Observatory beta = online(agent("number 0."), 4);
    sky.until("its first message runs", () -> !beta.isIdle());

    sky.send(A, B, "Another matter.");
    sky.until("the other is done", () -> seen.size() == 1);
    assertThat(seen.getFirst()).contains("Another matter.");
    assertThat(beta.inMemory()).isLessThan(100);

    sky.follow(first, "number " + MESSAGES + ".");
    goOn.countDown();
    sky.quiet();
    assertThat(seen).hasSize(MESSAGES + 2);
    for (int i = 0; i <= MESSAGES; i++) {
      assertThat(seen.get(i + 1)).contains("number " + i + ".");
    }
  }

  @Test
  void a_paused_conversation_with_two_thousand_messages_keeps_no_other_waiting_and_its_order() {
    sky.registered(A);
    goOn.countDown();
    Envelope first = backlog();
    sky.bus.controlSwitch().pause(first.conversation(), "test");
    Observatory beta = online(agent("never"), 4);

    sky.send(A, B, "Another matter.");
    sky.until("the other is done", () -> seen.size() == 1);
    assertThat(beta.inMemory()).isLessThan(100);

    sky.bus.controlSwitch().resume(first.conversation(), "test");
    sky.until("all are done", () -> seen.size() == MESSAGES + 1);
    sky.quiet();
    for (int i = 0; i < MESSAGES; i++) {
      assertThat(seen.get(i + 1)).contains("number " + i + ".");
    }
  }

  @Test
  void sixteen_slow_conversations_in_turns_keep_no_other_waiting_and_their_order() {
    sky.registered(A);
    List<Envelope> firsts =
        IntStream.range(0, 16).mapToObj(c -> sky.send(A, B, "slow " + c + " number 0.")).toList();
    for (int i = 1; i < 100; i++) {
      for (int c = 0; c < firsts.size(); c++) {
        sky.follow(firsts.get(c), "slow " + c + " number " + i + ".");
      }
    }
    AgentRunner agent = agent("slow");
    Observatory beta = online(agent, 32);
    sky.send(A, B, "Another matter.");
    sky.until("the other is done", () -> seen.size() == 1);
    assertThat(beta.inMemory()).isLessThan(600);

    goOn.countDown();
    sky.quiet();
    assertThat(seen).hasSize(16 * 100 + 1);
    for (int c = 0; c < 16; c++) {
      String conversation = "slow " + c + " ";
      List<String> its = seen.stream().filter(text -> text.contains(conversation)).toList();
      for (int i = 0; i < 100; i++) {
        assertThat(its.get(i)).contains(conversation + "number " + i + ".");
      }
    }
  }

  @Test
  void a_hundred_thousand_messages_of_one_conversation_are_not_held_in_memory() {
    sky.registered(A);
    Envelope first = sky.send(A, B, "number 0.");
    IntStream.range(1, 100_000).forEach(i -> sky.follow(first, "number " + i + "."));
    Observatory beta = online(agent("number"), 4);
    sky.send(A, B, "Another matter.");

    sky.until("the other is done", () -> seen.size() == 1);

    assertThat(beta.inMemory()).isLessThan(100);
  }

  private Envelope backlog() {
    Envelope first = sky.send(A, B, "number 0.");
    IntStream.range(1, MESSAGES).forEach(i -> sky.follow(first, "number " + i + "."));
    return first;
  }
}
