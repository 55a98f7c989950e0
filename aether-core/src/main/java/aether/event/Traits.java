package aether.event;

import aether.message.ConversationId;
import java.util.Optional;
import java.util.Set;

/**
 * What can be read of a record whose whole cannot be interpreted.
 *
 * @param kind its {@code kind}, or empty text
 * @param eventType its {@code event_type}, or empty text
 * @param bodies every id it mentions as sender, recipient or project, {@code broadcast} excepted
 * @param fragment the part its {@code event_type} promises, where there is one
 */
public record Traits(
    String kind,
    String eventType,
    Optional<String> reason,
    Optional<ConversationId> conversation,
    Set<String> bodies,
    Optional<Fragment> fragment) {
  public Traits {
    bodies = Set.copyOf(bodies);
  }
}
