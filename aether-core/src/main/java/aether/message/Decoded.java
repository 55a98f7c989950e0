package aether.message;

/** What came out of decoding the {@code data} of a stream entry: a message, or why it is none. */
public sealed interface Decoded {
  /** A well-formed envelope. */
  record Valid(Envelope envelope) implements Decoded {}

  /**
   * Not an envelope.
   *
   * @param reason one line naming the field and what is wrong with it
   */
  record Invalid(String reason) implements Decoded {}
}
