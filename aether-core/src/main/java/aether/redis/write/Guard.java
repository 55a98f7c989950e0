package aether.redis.write;

import aether.bus.ControlState;
import aether.bus.write.Settled;
import aether.message.ConversationId;
import aether.message.ProjectId;
import aether.redis.Keys;
import aether.redis.link.ControlText;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The operator's word on a reply: none leaves a conversation or a Body that has been stopped. */
record Guard(ConversationId conversation, ProjectId project) {
  /** The keys that hold it. */
  Set<String> keys() {
    return Set.of(
        Keys.control(conversation),
        Keys.control(project),
        Keys.pause(project),
        Keys.askFirst(conversation),
        Keys.askFirst(project));
  }

  /** What the operator has decided about the conversation, here: a paused Body pauses it too. */
  ControlState state(Map<String, String> values) {
    ControlState state =
        ControlText.decode(Optional.ofNullable(values.get(Keys.control(conversation))));
    return state == ControlState.ACTIVE && values.containsKey(Keys.pause(project))
        ? ControlState.PAUSED
        : state;
  }

  /** As {@link #overruled}, for a reply that has not been approved. */
  Optional<Settled> unapproved(Map<String, String> values) {
    boolean asks =
        values.containsKey(Keys.askFirst(conversation))
            || values.containsKey(Keys.askFirst(project));
    return overruled(values)
        .or(() -> asks ? Optional.of(new Settled.Unapproved()) : Optional.empty());
  }

  /** What becomes of the reply under {@code values}; empty when it may leave. */
  Optional<Settled> overruled(Map<String, String> values) {
    ControlState state = state(values);
    boolean killed = values.containsKey(Keys.control(project));
    return state == ControlState.ACTIVE && !killed
        ? Optional.empty()
        : Optional.of(new Settled.Overruled(state, killed));
  }
}
