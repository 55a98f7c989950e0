package aether.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.Approvals;
import aether.bus.ControlState;
import aether.bus.PendingReply;
import aether.bus.write.ApprovalDesk.Decision;
import aether.bus.write.Entry;
import aether.bus.write.Settled;
import aether.bus.write.Settlement;
import aether.event.Action;
import aether.event.Event;
import aether.event.Extinction;
import aether.message.ConversationId;
import aether.message.Envelope;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code Approvals} and {@code ApprovalDesk} promise, and settling while asked first. */
public abstract class ApprovalContract extends BusContract {
  @Test
  void nobody_is_asked_unless_somebody_wants_it() {
    Envelope question = messages.comet("frontend", "backend", "hi");
    assertThat(bus.control().asksFirst(BACKEND)).isFalse();
    assertThat(bus.control().askingFirst(List.of(question.conversation()))).isEmpty();
    assertThat(ownedLog().settle(answered(question, delivered(question))))
        .isEqualTo(new Settled.Done());
    assertThat(pending()).isEmpty();
  }

  @Test
  void asking_first_is_switched_on_and_off_for_a_body_or_a_conversation() {
    ConversationId one = new ConversationId("c1");
    assertThat(bus.controlSwitch().askFirst(BACKEND, true, "ana")).isTrue();
    assertThat(bus.controlSwitch().askFirst(BACKEND, true, "ana")).isFalse();
    assertThat(bus.controlSwitch().askFirst(one, true, "ana")).isTrue();
    assertThat(bus.control().asksFirst(BACKEND)).isTrue();
    assertThat(bus.control().asksFirst(FRONTEND)).isFalse();
    assertThat(bus.control().askingFirst(List.of(one, new ConversationId("c2"))))
        .containsExactly(one);
    assertThat(bus.controlSwitch().askFirst(BACKEND, false, "ana")).isTrue();
    assertThat(bus.controlSwitch().askFirst(one, false, "ana")).isTrue();
    assertThat(bus.controlSwitch().askFirst(one, false, "ana")).isFalse();
    assertThat(bus.control().asksFirst(BACKEND)).isFalse();
    assertThat(bus.control().askingFirst(List.of(one))).isEmpty();
    assertThat(deeds())
        .startsWith(
            new Action.AskFirstProject(BACKEND, true),
            new Action.AskFirstProject(BACKEND, true),
            new Action.AskFirst(one, true));
  }

  @Test
  void a_reply_is_not_sent_past_an_operator_who_asked_meanwhile() {
    Envelope question = messages.comet("frontend", "backend", "hi");
    Settlement settlement = answered(question, delivered(question));
    bus.controlSwitch().askFirst(question.conversation(), true, "ana");

    assertThat(ownedLog().settle(settlement)).isEqualTo(new Settled.Unapproved());
    assertThat(opened(FRONTEND).next(1, NO_PATIENCE)).isEmpty();
    assertThat(announced()).containsExactly(question);

    bus.controlSwitch().askFirst(question.conversation(), false, "ana");
    assertThat(log().settle(settlement)).isEqualTo(new Settled.Done());
    assertThat(opened(FRONTEND).next(1, PATIENCE)).hasSize(1);
  }

  @Test
  void a_reply_put_before_the_operator_waits_whole_and_is_on_nobodys_way() {
    Envelope question = messages.comet("frontend", "backend", "hi");
    Envelope reply = waiting(question);

    assertThat(pending())
        .singleElement()
        .satisfies(each -> {
          assertThat(each.reply()).isEqualTo(reply);
          assertThat(bus.approvals().find(each.id())).contains(each);
        });
    assertThat(opened(FRONTEND).next(1, NO_PATIENCE)).isEmpty();
    assertThat(announced()).containsExactly(question);
    assertThat(bus.liveness().queued(BACKEND)).isZero();
  }

  @Test
  void an_approved_reply_is_sent_once_whoever_approves_again() {
    Envelope question = messages.comet("frontend", "backend", "hi");
    Envelope reply = waiting(question);
    String id = pending().getFirst().id();

    assertThat(bus.approvalDesk().approve(id, "ana")).isEqualTo(new Decision.Done(reply));
    assertThat(bus.approvalDesk().approve(id, "ben")).isEqualTo(new Decision.Absent());
    assertThat(bus.approvalDesk().deny(id, "ben")).isEqualTo(new Decision.Absent());

    assertThat(envelopes(opened(FRONTEND).next(10, PATIENCE))).containsExactly(reply);
    assertThat(announced()).containsExactly(question, reply);
    assertThat(pending()).isEmpty();
    assertThat(deeds())
        .containsExactly(new Action.Approve(reply.conversation(), BACKEND, reply.id()));
  }

  @Test
  void a_denied_reply_is_never_sent_and_the_mirror_says_so() {
    Envelope question = messages.comet("frontend", "backend", "hi");
    Envelope reply = waiting(question);
    String id = pending().getFirst().id();

    assertThat(bus.approvalDesk().deny(id, "ana")).isEqualTo(new Decision.Done(reply));
    assertThat(bus.approvalDesk().approve(id, "ana")).isEqualTo(new Decision.Absent());

    assertThat(opened(FRONTEND).next(1, NO_PATIENCE)).isEmpty();
    assertThat(announced()).containsExactly(question);
    assertThat(pending()).isEmpty();
    assertThat(deeds()).containsExactly(new Action.Deny(reply.conversation(), BACKEND, reply.id()));
    assertThat(events())
        .filteredOn(Event.Extinguished.class::isInstance)
        .extracting(event -> ((Event.Extinguished) event).why())
        .containsExactly(new Extinction.Denied(FRONTEND, reply.id()));
  }

  @Test
  void d53_a_reply_of_a_killed_conversation_can_only_be_denied() {
    Envelope reply = waiting(messages.comet("frontend", "backend", "hi"));
    String id = pending().getFirst().id();
    bus.controlSwitch().terminate(reply.conversation(), "ana");

    assertThat(bus.approvalDesk().approve(id, "ana"))
        .isEqualTo(new Decision.Overruled(ControlState.KILLED, false));
    assertThat(pending()).hasSize(1);
    assertThat(opened(FRONTEND).next(1, NO_PATIENCE)).isEmpty();
    assertThat(bus.approvalDesk().deny(id, "ana")).isEqualTo(new Decision.Done(reply));
  }

  @Test
  void a_reply_of_a_killed_body_waits_until_it_is_revived() {
    Envelope reply = waiting(messages.comet("frontend", "backend", "hi"));
    String id = pending().getFirst().id();
    bus.controlSwitch().kill(BACKEND, "ana");

    assertThat(bus.approvalDesk().approve(id, "ana"))
        .isEqualTo(new Decision.Overruled(ControlState.ACTIVE, true));
    bus.controlSwitch().revive(BACKEND, "ana");
    assertThat(bus.approvalDesk().approve(id, "ana")).isEqualTo(new Decision.Done(reply));
  }

  @Test
  void what_no_reply_can_be_called_is_not_found() {
    Envelope _ = waiting(messages.comet("frontend", "backend", "hi"));
    for (String id : List.of("", "-", "+", "1", "*", "x-y", "1-0", "9".repeat(30) + "-0")) {
      assertThat(bus.approvals().find(id)).isEmpty();
      assertThat(bus.approvalDesk().approve(id, "ana")).isEqualTo(new Decision.Absent());
      assertThat(bus.approvalDesk().deny(id, "ana")).isEqualTo(new Decision.Absent());
    }
    assertThat(pending()).hasSize(1);
    assertThat(deeds()).isEmpty();
  }

  @Test
  void replies_are_listed_page_by_page_oldest_first() {
    List<Envelope> replies =
        List.of(
            waiting(messages.comet("frontend", "backend", "one")),
            waiting(messages.comet("frontend", "backend", "two")),
            waiting(messages.comet("frontend", "backend", "three")));
    List<PendingReply> first = bus.approvals().list(Approvals.START, 2);
    List<PendingReply> second = bus.approvals().list(first.getLast().id(), 2);
    assertThat(first).map(PendingReply::reply).isEqualTo(replies.subList(0, 2));
    assertThat(second).map(PendingReply::reply).isEqualTo(replies.subList(2, 3));
  }

  /** Settles {@code question} with a reply that waits for approval. */
  private Envelope waiting(Envelope question) {
    Entry entry = delivered(question);
    Settlement answered = answered(question, entry);
    List<Event> silent =
        answered.events().stream().filter(e -> !(e instanceof Event.MessageSent)).toList();
    Settlement settlement =
        new Settlement(
            entry,
            answered.message(),
            answered.attempts(),
            answered.claudeResult(),
            answered.reason(),
            answered.session(),
            new Settlement.Outgoing.Submitted(answered.reply().orElseThrow()),
            silent,
            answered.deadLetter(),
            answered.waveCursor());
    assertThat(ownedLog().settle(settlement)).isEqualTo(new Settled.Done());
    return answered.reply().orElseThrow();
  }

  private List<PendingReply> pending() {
    return bus.approvals().list(Approvals.START, 100);
  }

  private List<Action> deeds() {
    return events().stream()
        .filter(Event.Operated.class::isInstance)
        .map(event -> ((Event.Operated) event).action())
        .toList();
  }
}
