package aether.observatory.pipeline;

import static aether.observatory.pipeline.Sky.A;
import static aether.observatory.pipeline.Sky.B;
import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.Approvals;
import aether.bus.PendingReply;
import aether.bus.Presence;
import aether.bus.write.ApprovalDesk.Decision;
import aether.event.Extinction;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.Recipient;
import aether.observatory.turn.ScriptedRunner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator decides takes hold, in time and for good. */
abstract class OperatorEffects {
  private static final String OPERATOR = "operator";
  private static final Duration AT_ONCE = Duration.ofSeconds(2);

  private Sky sky;

  /** A sky with an empty bus. */
  abstract Sky open();

  @BeforeEach
  final void begin() {
    sky = open();
  }

  @AfterEach
  final void end() {
    sky.close();
  }

  @Test
  void a_paused_body_begins_no_turn_and_goes_on_in_order_when_it_is_resumed() {
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    sky.registered(A);
    sky.bus.controlSwitch().pause(B, OPERATOR);
    sky.online(
        B,
        ScriptedRunner.replying(run -> {
          IntStream.rangeClosed(1, 4)
              .filter(i -> run.message().contains("number " + i))
              .forEach(i -> seen.add("number " + i));
          return Scripts.silence();
        }));
    Envelope first = sky.send(A, B, "number 1");
    IntStream.rangeClosed(2, 4).forEach(i -> sky.follow(first, "number " + i));
    Envelope other = sky.send(A, B, "another conversation");
    aWhile();

    assertThat(seen).isEmpty();
    assertThat(sky.done()).isEmpty();
    assertThat(sky.bus.inboxOf(B)).hasSize(5);
    assertThat(sky.bus.presence(B)).isInstanceOf(Presence.Suspended.class);

    sky.bus.controlSwitch().resume(B, OPERATOR);
    sky.quiet();

    assertThat(seen).containsExactly("number 1", "number 2", "number 3", "number 4");
    assertThat(sky.done()).extracting(done -> done.envelope().id()).contains(other.id());
  }

  @Test
  void a_turn_that_runs_when_its_body_is_paused_is_answered_on_resume_without_a_second_run() {
    CountDownLatch goOn = new CountDownLatch(1);
    ScriptedRunner runner = Scripts.always("It is `id`.");
    Envelope question = running(runner, goOn::await);
    sky.bus.controlSwitch().pause(B, OPERATOR);
    goOn.countDown();
    aWhile();
    assertThat(sky.messages()).containsExactly(question);

    sky.bus.controlSwitch().resume(B, OPERATOR);
    sky.quiet();

    assertThat(runner.runs()).isEqualTo(1);
    assertThat(sky.messages()).hasSize(2);
  }

  @Test
  void d10_a_running_turn_of_a_terminated_conversation_ends_within_two_seconds() {
    endsAtOnce(question -> sky.bus.controlSwitch().terminate(question.conversation(), OPERATOR));
  }

  @Test
  void d10_a_running_turn_of_a_killed_body_ends_within_two_seconds() {
    endsAtOnce(_ -> sky.bus.controlSwitch().kill(B, OPERATOR));
  }

  @Test
  void d33_a_revived_body_works_again() {
    sky.registered(A);
    sky.online(B, Scripts.always("It is `id`."));
    sky.bus.controlSwitch().kill(B, OPERATOR);
    sky.send(A, B, "Which?");
    sky.quiet();
    assertThat(sky.messages()).hasSize(1);

    sky.bus.controlSwitch().revive(B, OPERATOR);
    sky.send(A, B, "Which now?");
    sky.quiet();

    assertThat(sky.messages()).hasSize(3);
  }

  @Test
  void d53_a_killed_conversation_stays_killed_whatever_is_sent_or_resumed() {
    ScriptedRunner runner = Scripts.always("It is `id`.");
    sky.registered(A);
    sky.online(B, runner);
    Envelope first = sky.send(A, B, "Which?");
    sky.quiet();
    sky.bus.controlSwitch().terminate(first.conversation(), OPERATOR);
    sky.bus.controlSwitch().resume(first.conversation(), OPERATOR);
    sky.follow(first, "And this one?");
    sky.quiet();

    assertThat(runner.runs()).isEqualTo(1);
    assertThat(sky.messages()).extracting(Envelope::from).containsExactly(A, B, A);
    assertThat(sky.extinctions()).endsWith(new Extinction.OperatorKill());
  }

  @Test
  void a_body_that_is_asked_first_sends_nothing_until_its_reply_is_approved() {
    ScriptedRunner asked = Scripts.silent();
    sky.online(A, asked);
    sky.online(B, Scripts.always("It is `id`."));
    sky.bus.controlSwitch().askFirst(B, true, OPERATOR);
    Envelope question = sky.send(A, B, "Which?");
    sky.quiet();

    PendingReply waiting = pending().getFirst();
    assertThat(waiting.reply().content().text()).isEqualTo("It is `id`.");
    assertThat(sky.messages()).containsExactly(question);
    assertThat(sky.bus.inboxOf(A)).isEmpty();
    assertThat(sky.extinctions())
        .containsExactly(new Extinction.AwaitingApproval(A, waiting.reply().id()));

    assertThat(sky.bus.approvalDesk().approve(waiting.id(), OPERATOR))
        .isEqualTo(new Decision.Done(waiting.reply()));
    sky.quiet();

    assertThat(asked.runs()).isEqualTo(1);
    assertThat(sky.messages()).containsExactly(question, waiting.reply());
    assertThat(pending()).isEmpty();
  }

  @Test
  void a_denied_reply_is_never_sent_and_the_conversation_goes_on() {
    sky.registered(A);
    ScriptedRunner runner = Scripts.always("It is `id`.");
    sky.online(B, runner);
    Envelope first = sky.compose(A, new Recipient.Project(B), "Which?", 8);
    ConversationId conversation = first.conversation();
    sky.bus.controlSwitch().askFirst(conversation, true, OPERATOR);
    sky.bus.outbox().send(first, List.of());
    sky.quiet();
    sky.bus.approvalDesk().deny(pending().getFirst().id(), OPERATOR);
    sky.bus.controlSwitch().askFirst(conversation, false, OPERATOR);
    Envelope second = sky.follow(first, "And which now?");
    sky.quiet();

    assertThat(sky.messages()).hasSize(3).startsWith(first, second);
    assertThat(sky.messages().getLast().replyTo()).contains(second.id());
    assertThat(sky.extinctions()).hasAtLeastOneElementOfType(Extinction.Denied.class);
    assertThat(runner.runs()).isEqualTo(2);
  }

  @Test
  void what_waits_for_approval_survives_a_restart_of_its_body() {
    sky.registered(A);
    ScriptedRunner first = Scripts.always("It is `id`.");
    sky.bus.controlSwitch().askFirst(B, true, OPERATOR);
    sky.online(B, first);
    Envelope question = sky.send(A, B, "Which?");
    sky.quiet();
    sky.offline(B);
    ScriptedRunner second = Scripts.always("Another: `x`.");
    sky.online(B, second);
    sky.quiet();

    assertThat(first.runs() + second.runs()).isEqualTo(1);
    PendingReply waiting = pending().getFirst();
    sky.bus.approvalDesk().approve(waiting.id(), OPERATOR);
    assertThat(sky.bus.inboxOf(A)).containsExactly(waiting.reply());
    assertThat(sky.messages()).containsExactly(question, waiting.reply());
  }

  @Test
  void asking_first_from_the_middle_of_a_turn_on_holds_its_reply() {
    CountDownLatch goOn = new CountDownLatch(1);
    Envelope question = running(Scripts.always("It is `id`."), goOn::await);
    sky.bus.controlSwitch().askFirst(question.conversation(), true, OPERATOR);
    goOn.countDown();
    sky.quiet();

    assertThat(pending()).hasSize(1);
    assertThat(sky.messages()).containsExactly(question);
  }

  @Test
  void a_body_whose_own_host_wants_it_asks_first_whatever_the_bus_says() {
    sky.registered(A);
    sky.online(
        B,
        Scripts.always("It is `id`."),
        of ->
            new BodySettings(
                of.body(),
                of.workingDir(),
                of.limits(),
                of.waves(),
                of.reviewers(),
                of.verbatim(),
                true));
    sky.bus.controlSwitch().askFirst(B, false, OPERATOR);
    Envelope question = sky.send(A, B, "Which?");
    sky.quiet();

    assertThat(pending()).hasSize(1);
    assertThat(sky.messages()).containsExactly(question);
  }

  /** What a run waits for. */
  private interface Wait {
    void await() throws InterruptedException;
  }

  private void endsAtOnce(Consumer<Envelope> decision) {
    Envelope question = running(Scripts.always("Too late: `x`."), new CountDownLatch(1)::await);

    long began = System.nanoTime();
    decision.accept(question);
    sky.until(
        "the turn is over",
        () -> sky.extinctions().contains(new Extinction.OperatorKill()) && isSettled());
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    sky.quiet();

    assertThat(took).isLessThan(AT_ONCE);
    assertThat(sky.messages()).containsExactly(question);
  }

  private boolean isSettled() {
    return sky.bus.queued(B) == 0;
  }

  /** A question to B whose turn has begun and waits for {@code wait}. */
  private Envelope running(ScriptedRunner runner, Wait wait) {
    CountDownLatch inTheMiddle = new CountDownLatch(1);
    sky.registered(A);
    sky.online(
        B,
        run -> {
          inTheMiddle.countDown();
          wait.await();
          return runner.run(run);
        });
    Envelope question = sky.send(A, B, "Which?");
    sky.until("the run has begun", () -> inTheMiddle.getCount() == 0);
    return question;
  }

  private List<PendingReply> pending() {
    return sky.bus.approvals().list(Approvals.START, 100);
  }

  private void aWhile() {
    long deadline = System.nanoTime() + Duration.ofMillis(300).toNanos();
    sky.until("a while has passed", () -> System.nanoTime() > deadline);
  }
}
