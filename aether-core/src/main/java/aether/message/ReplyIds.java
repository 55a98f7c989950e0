package aether.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Ids of replies, derived so that the same reply written twice is one message (CONTRACT §2).
 *
 * <p>A reply to a comet has the plain uuid5 of its parent, as Python peers derive it. Replies to
 * one wave come from many Bodies, so theirs also depends on who replies.
 */
public final class ReplyIds {
  private static final UUID NAMESPACE = UUID.fromString("a37e1100-0000-4000-8000-00000000a37e");

  private ReplyIds() {}

  /** The id of {@code replier}'s reply to {@code parent}. */
  public static MessageId replyTo(Envelope parent, ProjectId replier) {
    return switch (parent.to()) {
      case Recipient.Project _ -> derive(parent.id().value());
      case Recipient.Everyone _ -> derive(parent.id().value() + "/" + replier.value());
    };
  }

  static MessageId derive(String name) {
    ByteBuffer namespace =
        ByteBuffer.allocate(16)
            .putLong(NAMESPACE.getMostSignificantBits())
            .putLong(NAMESPACE.getLeastSignificantBits());
    MessageDigest sha1 = sha1();
    sha1.update(namespace.array());
    ByteBuffer hash = ByteBuffer.wrap(sha1.digest(name.getBytes(StandardCharsets.UTF_8)));
    long most = (hash.getLong() & ~0xF000L) | 0x5000L;
    long least = (hash.getLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
    return MessageId.of(new UUID(most, least));
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
