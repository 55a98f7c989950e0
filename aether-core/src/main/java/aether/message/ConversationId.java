package aether.message;

import java.util.Optional;
import java.util.UUID;

/**
 * One thread of messages; a reply keeps that of its parent.
 *
 * @param value the id as it stands on the wire: non-blank, at most 255 characters
 */
public record ConversationId(String value) {
  /** What a {@linkplain #isSafe() safe} id is made of, for an error that refuses another. */
  public static final String SPELLING = Ids.SPELLING;

  public ConversationId {
    Ids.require("conversation id", value);
  }

  /** The id made of a UUID, in lower case. */
  public static ConversationId of(UUID uuid) {
    return new ConversationId(uuid.toString());
  }

  /** The id {@code text}; empty when that is no {@linkplain #isSafe() safe} one. */
  public static Optional<ConversationId> parse(String text) {
    return Ids.isSafe(text) ? Optional.of(new ConversationId(text)) : Optional.empty();
  }

  /** Whether this id may stand in a Redis key. */
  public boolean isSafe() {
    return Ids.isSafe(value);
  }

  @Override
  public String toString() {
    return value;
  }
}
