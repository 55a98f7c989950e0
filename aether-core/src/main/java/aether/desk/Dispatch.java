package aether.desk;

import aether.bus.write.Outbox;
import aether.event.Action;
import aether.event.Event;
import aether.identity.Signer;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.IdSource;
import aether.message.MessageId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Sends a message by hand and leaves a trace of who did (CONTRACT §9). */
public final class Dispatch {
  private final Outbox outbox;
  private final InstantSource clock;
  private final IdSource ids;
  private final Signer signer;

  /** One that signs nothing. */
  public Dispatch(Outbox outbox, InstantSource clock, IdSource ids) {
    this(outbox, clock, ids, Signer.NONE);
  }

  /**
   * One whose messages are signed.
   *
   * @param signer signs in the name of whoever is the sender
   */
  public Dispatch(Outbox outbox, InstantSource clock, IdSource ids, Signer signer) {
    this.outbox = outbox;
    this.clock = clock;
    this.ids = ids;
    this.signer = signer;
  }

  /** The envelope of {@code draft}, as it will be sent but for its signature. */
  public Envelope seal(Draft draft) {
    return Envelope.origin(
        MessageId.of(ids.next()),
        draft.conversation().orElseGet(() -> ConversationId.of(ids.next())),
        draft.from(),
        draft.to(),
        draft.maxHops(),
        clock.instant(),
        draft.content());
  }

  /** Sends {@code envelope}, on the bus and in the audit in one transaction. */
  public void inject(Envelope envelope, String actor) {
    audited(
        envelope, actor, new Action.Inject(envelope.conversation(), envelope.to(), envelope.id()));
  }

  void audited(Envelope envelope, String actor, Action action) {
    Instant now = clock.instant();
    outbox.send(signer.sign(envelope), List.of(new Event.Operated(actor, action, now)));
  }
}
