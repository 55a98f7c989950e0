package aether.bus;

import java.util.List;

/**
 * The public key of a Body as the registry has it; untrusted until somebody has looked at it (ADR
 * 10).
 *
 * @param text base64 of its 32 bytes
 * @param line the keys it follows, the newest first; each was signed over to its successor
 */
public record PublishedKey(String text, List<Predecessor> line) {
  /** No line of succession is longer. */
  public static final int LONGEST_LINE = 16;

  public PublishedKey {
    line = List.copyOf(line);
  }

  /** A key that follows none. */
  public PublishedKey(String text) {
    this(text, List.of());
  }

  /**
   * An earlier key.
   *
   * @param text base64 of its 32 bytes
   * @param proof its signature, base64, over its successor
   * @param revoked whether what it signs counts no more from then on
   */
  public record Predecessor(String text, String proof, boolean revoked) {}
}
