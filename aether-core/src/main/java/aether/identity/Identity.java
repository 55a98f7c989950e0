package aether.identity;

import aether.config.Signatures;
import aether.message.Envelope;

/**
 * What somebody who reads and answers messages makes of signatures, with what it takes.
 *
 * @param signer signs what is sent
 * @param judge tells who has signed what comes in
 */
public record Identity(Signatures signatures, Signer signer, Judge judge) {
  /** Signs nothing and looks at nothing. */
  public static final Identity NONE =
      new Identity(Signatures.OFF, Signer.NONE, (_, _) -> new Finding.Unsigned());

  /** Tells who has signed a message. */
  @FunctionalInterface
  public interface Judge {
    Finding judge(Envelope envelope, Registry registry);
  }
}
