package aether.message;

import java.util.Optional;

/**
 * What vouches for the sender of a message, and what was made of it where it was read.
 *
 * @param signature what the message carries; empty when it is not signed
 */
public record Seal(Optional<Signature> signature, Verdict verdict) {
  /** Nothing, and nobody has looked. */
  public static final Seal NONE = new Seal(Optional.empty(), Verdict.UNCHECKED);

  /** What is known of a sender. */
  public enum Verdict {
    /** Nobody has looked. */
    UNCHECKED,
    /** The signature is that of the sender's known key. */
    VERIFIED,
    /** There is no signature, or its key is not known. */
    UNVERIFIED
  }

  /**
   * A signature as it stands in a message; nothing says that it is right.
   *
   * @param key which key it is said to be by; empty when that is no name of a key
   * @param value base64; whatever stood there
   * @param over the text that it signs, in the one form that all peers agree on
   */
  public record Signature(Optional<KeyId> key, String value, String over) {}

  /** The same with another verdict. */
  public Seal with(Verdict judged) {
    return new Seal(signature, judged);
  }
}
