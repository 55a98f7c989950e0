package aether.identity;

import aether.message.Envelope;

/** Signs what a sender puts on the bus, or leaves it as it is. May be called by many threads. */
@FunctionalInterface
public interface Signer {
  /** Signs nothing. */
  Signer NONE = envelope -> envelope;

  /** {@code envelope} with a signature. */
  Envelope sign(Envelope envelope);
}
