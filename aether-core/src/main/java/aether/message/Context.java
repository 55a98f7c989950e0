package aether.message;

/**
 * Structured data beside the text: one JSON object, opaque to everything but the codec.
 *
 * @param json the text of a JSON object as {@code aether.wire} writes it
 */
public record Context(String json) {
  /** No context: the empty object. */
  public static final Context EMPTY = new Context("{}");

  public Context {
    if (!json.startsWith("{") || !json.endsWith("}")) {
      throw new IllegalArgumentException("context is not a JSON object: " + json);
    }
  }

  public boolean isEmpty() {
    return equals(EMPTY);
  }
}
