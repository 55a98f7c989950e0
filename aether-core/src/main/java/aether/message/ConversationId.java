package aether.message;

import java.util.UUID;

/**
 * One thread of messages; a reply keeps that of its parent.
 *
 * @param value the id as it stands on the wire: non-blank, at most 255 characters
 */
public record ConversationId(String value) {
  public ConversationId {
    Ids.require("conversation id", value);
  }

  /** The id made of a UUID, in lower case. */
  public static ConversationId of(UUID uuid) {
    return new ConversationId(uuid.toString());
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
