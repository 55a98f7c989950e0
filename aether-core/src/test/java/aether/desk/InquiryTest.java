package aether.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import aether.bus.Presence;
import aether.bus.write.Heartbeat;
import aether.event.Action;
import aether.event.Event;
import aether.event.Extinction;
import aether.message.Content;
import aether.message.Envelope;
import aether.message.Intent;
import aether.message.ProjectId;
import aether.message.Recipient;
import aether.testkit.InMemoryBus;
import aether.testkit.SequentialIds;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InquiryTest {
  private static final ProjectId ME = new ProjectId("consult-0badcafe");
  private static final ProjectId BACKEND = new ProjectId("backend");
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(50);

  private final InstantSource clock = InstantSource.system();
  private final InMemoryBus bus = new InMemoryBus(clock);
  private final Dispatch dispatch = new Dispatch(bus.outbox(), clock, new SequentialIds());
  private final Inquiry inquiry = new Inquiry(bus, dispatch, clock);
  private final Envelope question =
      dispatch.seal(
          new Draft(
              ME,
              new Recipient.Project(BACKEND),
              new Content(Intent.ASK, "which field?"),
              Optional.empty(),
              8));
  private final List<Thread> bodies = new ArrayList<>();

  @AfterEach
  void end_the_bodies() throws InterruptedException {
    for (Thread body : bodies) {
      body.interrupt();
      body.join();
    }
  }

  @Test
  void d30_the_answer_is_had_as_soon_as_it_stands_on_the_bus() {
    Envelope reply = reply(ME, "order_id");
    whenAsked(() -> bus.outbox().send(reply, List.of()));

    assertThat(inquiry.ask(question, LONG, _ -> {})).isEqualTo(new Answer.Reply(reply));
  }

  @Test
  void the_question_is_audited_with_whom_it_was_for() {
    var _ = inquiry.ask(question, Duration.ZERO, _ -> {});

    assertThat(bus.inboxOf(BACKEND)).containsExactly(question);
    assertThat(bus.events())
        .anySatisfy(event ->
            assertThat(event)
                .isInstanceOfSatisfying(
                    Event.Operated.class,
                    operated -> {
                      assertThat(operated.actor()).isEqualTo(ME.value());
                      assertThat(operated.action())
                          .isEqualTo(new Action.Consult(question.conversation(), BACKEND));
                    }));
  }

  @Test
  void what_was_on_the_bus_before_the_question_is_no_answer() {
    bus.outbox().send(reply(ME, "from an earlier life"), List.of());

    assertThat(inquiry.ask(question, SHORT, _ -> {})).isEqualTo(new Answer.Late());
  }

  @Test
  void an_answer_by_way_of_another_body_is_waited_for() {
    ProjectId third = new ProjectId("third");
    Envelope forwarded = reply(third, "you know better");
    Envelope reply =
        forwarded.reply(third, ME, new Content(Intent.RESULT, "it is id"), clock.instant());
    whenAsked(() -> {
      bus.journal().append(List.of(done(question, BACKEND, "")));
      bus.outbox().send(forwarded, List.of());
      bus.journal().append(List.of(done(forwarded, third, "")));
      bus.outbox().send(reply, List.of());
    });

    assertThat(inquiry.ask(question, LONG, _ -> {})).isEqualTo(new Answer.Reply(reply));
  }

  @Test
  void a_turn_that_ends_without_a_reply_ends_the_waiting() {
    whenAsked(() -> bus.journal().append(List.of(done(question, BACKEND, "nothing to add"))));

    assertThat(inquiry.ask(question, LONG, _ -> {}))
        .isEqualTo(new Answer.Silence("nothing to add"));
  }

  @Test
  void a_reply_that_is_written_after_the_end_of_its_turn_is_not_missed() {
    Envelope reply = reply(ME, "order_id");
    whenAsked(() -> {
      bus.journal().append(List.of(done(question, BACKEND, "answered")));
      bus.outbox().send(reply, List.of());
    });

    assertThat(inquiry.ask(question, LONG, _ -> {})).isEqualTo(new Answer.Reply(reply));
  }

  @Test
  void an_extinction_ends_the_waiting_and_says_why() {
    Extinction why = new Extinction.MalformedOutput("no control block");
    whenAsked(() ->
        bus.journal()
            .append(
                List.of(
                    done(question, BACKEND, ""),
                    Event.Extinguished.of(question, why, clock.instant()))));

    assertThat(inquiry.ask(question, LONG, _ -> {})).isEqualTo(new Answer.Stopped(why));
  }

  @Test
  void d41_an_answer_that_came_too_late_is_found_again() {
    assertThat(inquiry.ask(question, Duration.ZERO, _ -> {})).isEqualTo(new Answer.Late());
    Envelope reply = reply(ME, "order_id");
    bus.outbox().send(reply, List.of(done(question, BACKEND, "")));

    assertThat(inquiry.question(question.conversation())).contains(question);
    assertThat(inquiry.resume(question, Duration.ZERO, _ -> {})).isEqualTo(new Answer.Reply(reply));
  }

  @Test
  void a_resumed_inquiry_waits_on_for_an_answer_that_has_not_come() {
    assertThat(inquiry.ask(question, Duration.ZERO, _ -> {})).isEqualTo(new Answer.Late());
    Envelope reply = reply(ME, "order_id");
    Thread later = Thread.ofVirtual().start(() -> bus.outbox().send(reply, List.of()));
    bodies.add(later);

    assertThat(inquiry.resume(question, LONG, _ -> {})).isEqualTo(new Answer.Reply(reply));
  }

  @Test
  void the_witness_sees_the_events_of_this_conversation_and_no_others() {
    Envelope other = dispatch.seal(draft("something else"));
    Envelope reply = reply(ME, "order_id");
    List<Event> seen = new ArrayList<>();
    whenAsked(() -> {
      bus.outbox().send(other, List.of());
      bus.outbox().send(reply, List.of());
    });

    var _ = inquiry.ask(question, LONG, seen::add);

    assertThat(seen)
        .isNotEmpty()
        .allSatisfy(event -> assertThat(event.conversation()).contains(question.conversation()));
  }

  @Test
  void a_transient_body_is_there_while_it_waits_and_gone_without_a_trace() {
    TransientBody me =
        TransientBody.announce(ME, bus.registrar(), bus.heartbeat(ME, TransientBody.TTL), clock);

    assertThat(bus.find(ME)).isPresent();
    assertThat(bus.presence(List.of(ME)).get(ME)).isInstanceOf(Presence.Idle.class);

    me.close();
    me.close();

    assertThat(bus.find(ME)).isEmpty();
    assertThat(bus.presence(List.of(ME))).isEqualTo(Map.of(ME, new Presence.Offline()));
  }

  @Test
  void d40_a_label_never_becomes_the_id_of_a_project() {
    assertThat(TransientBody.labelled("backend")).isEqualTo(new ProjectId("consult-backend"));
    assertThat(TransientBody.labelled("My Label!")).isEqualTo(new ProjectId("consult-my_label"));
    assertThat(TransientBody.labelled("consult-7f")).isEqualTo(new ProjectId("consult-7f"));
    assertThat(TransientBody.fresh(new SequentialIds()).value()).matches("consult-[0-9a-f]{8}");
  }

  @Test
  void d40_no_project_can_be_announced_as_a_transient_body() {
    Heartbeat heartbeat = bus.heartbeat(BACKEND, TransientBody.TTL);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> TransientBody.announce(BACKEND, bus.registrar(), heartbeat, clock))
        .withMessageContaining("'backend'");
    assertThat(bus.find(BACKEND)).isEmpty();
  }

  private void whenAsked(Runnable then) {
    CountDownLatch reading = new CountDownLatch(1);
    bodies.add(
        Thread.ofVirtual()
            .start(() -> {
              String position = bus.end();
              reading.countDown();
              while (!Thread.currentThread().isInterrupted() && bus.inboxOf(BACKEND).isEmpty()) {
                var _ = bus.await(position, 1, Duration.ofSeconds(1));
              }
              then.run();
            }));
    try {
      reading.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Draft draft(String text) {
    return new Draft(
        ME, new Recipient.Project(BACKEND), new Content(Intent.ASK, text), Optional.empty(), 8);
  }

  private Envelope reply(ProjectId to, String text) {
    return question.reply(BACKEND, to, new Content(Intent.RESULT, text), Instant.EPOCH);
  }

  private Event done(Envelope envelope, ProjectId project, String summary) {
    return new Event.ProcessingDone(
        envelope, project, summary, Optional.empty(), Optional.empty(), clock.instant());
  }
}
