package aether.observatory.outbound;

import java.util.Locale;
import java.util.regex.Pattern;

/** Tells what stands in the place of a secret from a secret. */
final class Placeholder {
  private static final Pattern MADE_UP =
      Pattern.compile(
          "[*.xX•…?_-]+|(?:user|admin|root|postgres|guest)?(?:pass(?:word|wd)?|pw|pwd|secret|token"
              + "|changeme|redacted|hidden|masked|example|none|null|undefined|true|false)\\d{0,3}");

  private Placeholder() {}

  /** Whether {@code value} is a reference, a pattern, or a word that says it is none. */
  static boolean is(String value) {
    String lower = value.toLowerCase(Locale.ROOT);
    return says(value)
        || value.startsWith("$")
        || value.startsWith("<")
        || value.startsWith("{")
        || value.startsWith("%(")
        || value.contains("***")
        || value.contains("...")
        || lower.startsWith("your")
        || MADE_UP.matcher(lower).matches();
  }

  /** Whether {@code value}, which has the shape of a secret, says that it is none. */
  static boolean says(String value) {
    return value.endsWith("EXAMPLE")
        || value.endsWith("EXAMPLEKEY")
        || value.toLowerCase(Locale.ROOT).contains("xxxxxxxx");
  }
}
