package aether.message;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names a public key: the first 16 hexadecimal digits of the SHA-256 of its 32 bytes.
 *
 * @param value in lower case
 */
public record KeyId(String value) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{16}");

  public KeyId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "key id '" + value + "' is none; it has 16 digits of 0-9 a-f");
    }
  }

  /** The id {@code text}; empty when that is none. */
  public static Optional<KeyId> parse(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new KeyId(text)) : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
