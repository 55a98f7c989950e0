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
    return Set.of(Keys.control(conversation), Keys.control(project));
  }

  /** What becomes of the reply under {@code values}; empty when it may leave. */
  Optional<Settled> overruled(Map<String, String> values) {
    ControlState state =
        ControlText.decode(Optional.ofNullable(values.get(Keys.control(conversation))));
    boolean killed = values.containsKey(Keys.control(project));
    return state == ControlState.ACTIVE && !killed
        ? Optional.empty()
        : Optional.of(new Settled.Overruled(state, killed));
  }
}
