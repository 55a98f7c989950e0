package aether.desk;

import aether.bus.BusException;
import aether.bus.write.ApprovalDesk;
import aether.bus.write.ControlSwitch;
import aether.bus.write.DeadLetterOffice;
import aether.bus.write.Journal;
import aether.event.Action;
import aether.event.Event;
import aether.message.ConversationId;
import aether.message.ProjectId;
import aether.view.TerminalText;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Where one operator acts (CONTRACT §9): everything they may do, under the name that is audited.
 *
 * @param actor who is audited
 */
public record OperatorDesk(String actor, Hands hands, InstantSource clock) {
  private static final int LONGEST_REASON = 200;

  /** What acts. Each act is one transaction with its audit event. */
  public record Hands(
      ControlSwitch controls,
      ApprovalDesk approvals,
      DeadLetterOffice letters,
      Journal journal,
      Dispatch dispatch) {}

  public ControlSwitch controls() {
    return hands.controls();
  }

  public ApprovalDesk approvals() {
    return hands.approvals();
  }

  public DeadLetterOffice letters() {
    return hands.letters();
  }

  public Dispatch dispatch() {
    return hands.dispatch();
  }

  /** Audits what was done elsewhere than on the bus. */
  public void note(Action action) {
    hands.journal().append(List.of(new Event.Operated(actor, action, clock.instant())));
  }

  /**
   * Audits an attempt that was refused.
   *
   * @param attempted the wire name of what was tried
   * @param why shown on one line, and shortened
   */
  public void refused(
      String attempted, Optional<ConversationId> target, Optional<ProjectId> project, String why) {
    note(
        new Action.Refused(
            TerminalText.line(attempted, LONGEST_REASON),
            target,
            project,
            TerminalText.line(why, LONGEST_REASON)));
  }

  /**
   * Audits an attempt that the bus refused, where the bus lets that be written; else its own log of
   * refusals is all there is.
   *
   * @param attempted the wire name of what was tried
   */
  public void denied(
      String attempted,
      Optional<ConversationId> target,
      Optional<ProjectId> project,
      BusException.Denied why) {
    try {
      refused(attempted, target, project, String.valueOf(why.getMessage()));
    } catch (BusException e) {
      why.addSuppressed(e);
    }
  }
}
