package aether.observatory.pipeline;

import static aether.observatory.pipeline.Sky.A;
import static aether.observatory.pipeline.Sky.B;
import static org.assertj.core.api.Assertions.assertThat;

import aether.event.Extinction;
import aether.message.Content;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.Intent;
import aether.message.MessageId;
import aether.message.ProjectId;
import aether.message.Recipient;
import aether.observatory.turn.ScriptedRunner;
import aether.testkit.HandClock;
import aether.testkit.InMemoryBus;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Two Bodies that tell each other the same again and again are stopped; others are not. */
class LoopsTest {
  private static final Extinction LOOP = new Extinction.Loop(4, 4);

  private final HandClock clock = new HandClock();
  private int messages;

  @Test
  void the_fifth_time_the_same_is_said_and_answered_the_conversation_is_over() {
    Loops loops = new Loops(new MemoryLedger(), clock);
    for (int i = 0; i < 4; i++) {
      assertThat(round(loops, "Please confirm.", "I confirm, please confirm.")).isEmpty();
    }
    assertThat(round(loops, "please  confirm", "never said")).contains(LOOP);
    assertThat(round(loops, "Something else entirely?", "never said"))
        .as("it stays over")
        .contains(LOOP);
  }

  @Test
  void one_side_that_says_something_new_is_enough_to_go_on() {
    Loops loops = new Loops(new MemoryLedger(), clock);
    for (int i = 0; i < 20; i++) {
      assertThat(round(loops, "Is build 812 finished?", "No, test " + i + " runs.")).isEmpty();
    }
  }

  @Test
  void the_end_of_a_conversation_outlives_the_process() {
    MemoryLedger disk = new MemoryLedger();
    Loops before = new Loops(disk, clock);
    for (int i = 0; i < 5; i++) {
      Optional<Extinction> _ = round(before, "Same.", "Same.");
    }
    assertThat(round(new Loops(disk, clock), "Anything else?", "-")).contains(LOOP);
  }

  @Test
  void another_conversation_and_another_peer_are_not_concerned() {
    Loops loops = new Loops(new MemoryLedger(), clock);
    for (int i = 0; i < 20; i++) {
      Envelope said = message("c-" + i, A, "Same.");
      assertThat(loops.objection(said)).isEmpty();
      loops.answered(said, reply(said, "Same."));
    }
    for (int i = 0; i < 4; i++) {
      assertThat(round(loops, "Same.", "Same.")).isEmpty();
    }
    assertThat(loops.objection(message("c", new ProjectId("gamma"), "Same."))).isEmpty();
  }

  @Test
  void in_a_loop_no_further_turn_is_paid_and_the_event_says_why() {
    InMemoryBus memory = new InMemoryBus(clock);
    try (Sky sky = new Sky(clock, new MemorySkyBus(memory))) {
      ScriptedRunner runner = Scripts.always("Glad to help, tell me whether there is more.");
      sky.online(A, runner);
      sky.online(B, runner);
      sky.send(A, new Recipient.Project(B), "Anything else?", 1_000_000);
      sky.quiet();

      assertThat(sky.extinctions()).containsExactly(LOOP);
      assertThat(runner.runs()).as("hops 0 to 8").isEqualTo(9);
    }
  }

  @Test
  void ordinary_dialogues_never_look_like_a_loop() {
    assertThat(dialogues()).hasSizeGreaterThanOrEqualTo(7);
    for (List<String> dialogue : dialogues()) {
      assertGoesOn(dialogue);
    }
  }

  /** Whoever begins, whatever is left out, and however often one remark is said twice. */
  @Property(tries = 500)
  void ordinary_dialogues_in_any_part_never_look_like_a_loop(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<List<String>> all = dialogues();
    List<String> dialogue = new ArrayList<>(all.get(random.nextInt(all.size())));
    int cut = random.nextInt(dialogue.size() / 2);
    dialogue = new ArrayList<>(dialogue.subList(cut, dialogue.size()));
    int twice = random.nextInt(dialogue.size());
    dialogue.addAll(twice, Collections.nCopies(random.nextInt(3), dialogue.get(twice)));
    assertGoesOn(dialogue);
  }

  private void assertGoesOn(List<String> dialogue) {
    Loops loops = new Loops(new MemoryLedger(), clock);
    for (int i = 0; i + 1 < dialogue.size(); i += 2) {
      assertThat(round(loops, dialogue.get(i), dialogue.get(i + 1))).as(dialogue.get(i)).isEmpty();
    }
  }

  private Optional<Extinction> round(Loops loops, String heard, String said) {
    Envelope message = message("c", A, heard);
    Optional<Extinction> objection = loops.objection(message);
    if (objection.isEmpty()) {
      loops.answered(message, reply(message, said));
    }
    return objection;
  }

  private Envelope reply(Envelope to, String said) {
    return to.reply(B, to.from(), new Content(Intent.RESULT, said), clock.instant());
  }

  private Envelope message(String conversation, ProjectId from, String text) {
    return Envelope.origin(
        new MessageId("m-" + ++messages),
        new ConversationId(conversation),
        from,
        new Recipient.Project(B),
        100,
        clock.instant(),
        new Content(Intent.ASK, text));
  }

  private static List<List<String>> dialogues() {
    try (InputStream in =
        Objects.requireNonNull(LoopsTest.class.getResourceAsStream("/loops/dialogues.txt"))) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Stream.of(text.split("\n\n")).map(part -> part.lines().toList()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
