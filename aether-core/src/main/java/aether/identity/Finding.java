package aether.identity;

/** What came of looking at who has signed a message. */
public sealed interface Finding {
  /** It is signed with the known key of its sender. */
  record Verified() implements Finding {}

  /** It is not signed. */
  record Unsigned() implements Finding {}

  /** It is signed with a key of which nothing is known. */
  record UnknownKey() implements Finding {}

  /**
   * Its sender has not signed it like this.
   *
   * @param why one line
   */
  record Wrong(String why) implements Finding {}
}
