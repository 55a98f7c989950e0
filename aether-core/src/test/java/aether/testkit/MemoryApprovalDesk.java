package aether.testkit;

import aether.bus.ControlState;
import aether.bus.write.ApprovalDesk;
import aether.event.Action;
import aether.event.Event;
import aether.event.Extinction;
import aether.message.Envelope;
import aether.message.ProjectId;
import aether.testkit.MemoryStream.Position;
import java.util.List;
import java.util.Optional;

/** The operator's decisions about replies in memory. */
record MemoryApprovalDesk(Memory memory) implements ApprovalDesk {
  @Override
  public Decision approve(String id, String actor) {
    return memory.run("approve", state -> approve(state, id, actor));
  }

  @Override
  public Decision deny(String id, String actor) {
    return memory.run(
        "deny",
        state -> {
          Optional<Envelope> found = taken(state, id);
          if (found.isEmpty()) {
            return new Decision.Absent();
          }
          Envelope reply = found.get();
          Action deed = new Action.Deny(reply.conversation(), reply.from(), reply.id());
          Extinction why = new Extinction.Denied(new ProjectId(reply.to().address()), reply.id());
          state.append(
              List.of(
                  new Event.Operated(actor, deed, state.now()),
                  Event.Extinguished.of(reply, why, state.now())));
          return new Decision.Done(reply);
        });
  }

  private static Decision approve(MemoryState state, String id, String actor) {
    Optional<Envelope> waiting =
        MemoryDeadLetters.place(id).flatMap(place -> state.approvals.at(place));
    if (waiting.isEmpty()) {
      return new Decision.Absent();
    }
    Envelope reply = waiting.get();
    ControlState control = state.control(reply.conversation());
    if (control == ControlState.KILLED || state.isKilled(reply.from())) {
      return new Decision.Overruled(control, state.isKilled(reply.from()));
    }
    Optional<Envelope> _ = taken(state, id);
    state.put(reply, BusHistory.Source.REPLIED);
    Action deed = new Action.Approve(reply.conversation(), reply.from(), reply.id());
    state.append(
        List.of(
            new Event.Operated(actor, deed, state.now()),
            new Event.MessageSent(reply, state.now())));
    return new Decision.Done(reply);
  }

  private static Optional<Envelope> taken(MemoryState state, String id) {
    Optional<Position> place = MemoryDeadLetters.place(id);
    Optional<Envelope> found = place.flatMap(at -> state.approvals.at(at));
    boolean _ = place.filter(at -> state.approvals.delete(at)).isPresent();
    return found;
  }
}
