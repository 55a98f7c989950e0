package aether.observatory.prompt;

/** The tone of a relationship between two Bodies (CONTRACT §7). */
public enum Register {
  /** Facts, precise questions, precise answers. */
  PLAIN,
  /** As {@link #PLAIN}, and the peer's claims are put to the test. */
  CRITICAL
}
