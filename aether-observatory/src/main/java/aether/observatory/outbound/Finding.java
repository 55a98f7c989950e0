package aether.observatory.outbound;

/**
 * Something that must not leave. Never holds the secret itself.
 *
 * @param kind what it looks like, e.g. {@code AWS access key}
 * @param part where it stood, e.g. {@code context}
 * @param form how it was written, e.g. {@code base64}; {@code plain} when as it is
 */
public record Finding(String kind, String part, String form) {
  static final String PLAIN = "plain";

  /** In one line: {@code AWS access key in context (base64)}. */
  public String words() {
    return kind + " in " + part + (form.equals(PLAIN) ? "" : " (" + form + ")");
  }
}
