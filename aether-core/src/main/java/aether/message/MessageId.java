package aether.message;

import java.util.UUID;

/**
 * One message. A uuid4 at its origin; a reply has a derived id ({@link ReplyIds}).
 *
 * @param value the id as it stands on the wire: non-blank, at most 255 characters
 */
public record MessageId(String value) {
  public MessageId {
    Ids.require("message id", value);
  }

  /** The id made of a UUID, in lower case. */
  public static MessageId of(UUID uuid) {
    return new MessageId(uuid.toString());
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
