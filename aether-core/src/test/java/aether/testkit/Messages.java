package aether.testkit;

import aether.message.Content;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.Hops;
import aether.message.IdSource;
import aether.message.Intent;
import aether.message.MessageId;
import aether.message.ProjectId;
import aether.message.Recipient;
import java.time.InstantSource;

/** Writes messages for tests, each the first of a conversation of its own unless it says which. */
public final class Messages {
  private final IdSource ids;
  private final InstantSource clock;

  public Messages(IdSource ids, InstantSource clock) {
    this.ids = ids;
    this.clock = clock;
  }

  public Envelope comet(String from, String to, String text) {
    return comet(from, to, ConversationId.of(ids.next()), text);
  }

  public Envelope comet(String from, String to, ConversationId conversation, String text) {
    return origin(from, new Recipient.Project(new ProjectId(to)), conversation, text);
  }

  public Envelope wave(String from, boolean solicit, String text) {
    return origin(from, new Recipient.Everyone(solicit), ConversationId.of(ids.next()), text);
  }

  private Envelope origin(String from, Recipient to, ConversationId conversation, String text) {
    return Envelope.origin(
        MessageId.of(ids.next()),
        conversation,
        new ProjectId(from),
        to,
        Hops.DEFAULT_MAX,
        clock.instant(),
        new Content(Intent.ASK, text));
  }
}
