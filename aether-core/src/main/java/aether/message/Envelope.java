package aether.message;

import java.time.Instant;
import java.util.Optional;

/**
 * One message on the bus (CONTRACT §2).
 *
 * @param replyTo the message this one answers; empty at the origin of a conversation
 * @param createdAt ISO 8601 as the sender wrote it; kept as text, since nothing is decided by it
 * @param seal what vouches for the sender
 */
public record Envelope(
    MessageId id,
    ConversationId conversation,
    ProjectId from,
    Recipient to,
    Optional<MessageId> replyTo,
    Hops hops,
    String createdAt,
    Content content,
    Seal seal) {
  /** One that is not signed. */
  public Envelope(
      MessageId id,
      ConversationId conversation,
      ProjectId from,
      Recipient to,
      Optional<MessageId> replyTo,
      Hops hops,
      String createdAt,
      Content content) {
    this(id, conversation, from, to, replyTo, hops, createdAt, content, Seal.NONE);
  }

  /** The first message of a conversation. */
  public static Envelope origin(
      MessageId id,
      ConversationId conversation,
      ProjectId from,
      Recipient to,
      int maxHops,
      Instant now,
      Content content) {
    return new Envelope(
        id,
        conversation,
        from,
        to,
        Optional.empty(),
        Hops.origin(maxHops),
        Iso8601.format(now),
        content);
  }

  /**
   * The comet with which {@code replier} answers this message. A reply is always a comet: no code
   * path can build a wave as a reply.
   */
  public Envelope reply(ProjectId replier, ProjectId recipient, Content answer, Instant now) {
    return new Envelope(
        ReplyIds.replyTo(this, replier),
        conversation,
        replier,
        new Recipient.Project(recipient),
        Optional.of(id),
        hops.next(),
        Iso8601.format(now),
        answer);
  }

  /** The same message under another seal. */
  public Envelope with(Seal other) {
    return new Envelope(id, conversation, from, to, replyTo, hops, createdAt, content, other);
  }

  /** Whether its sender is known to be who it says. */
  public boolean isVerified() {
    return seal.verdict() == Seal.Verdict.VERIFIED;
  }

  public boolean isWave() {
    return to instanceof Recipient.Everyone;
  }

  /** Whether every id in this envelope may stand in a key; others are never acted upon. */
  public boolean hasSafeIds() {
    return id.isSafe()
        && conversation.isSafe()
        && from.isSafe()
        && switch (to) {
          case Recipient.Project project -> project.id().isSafe();
          case Recipient.Everyone _ -> true;
        };
  }
}
