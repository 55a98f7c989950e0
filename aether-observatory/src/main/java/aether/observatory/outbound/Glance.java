package aether.observatory.outbound;

/**
 * What one look at the characters of a text shows: most hold nothing that a pattern would have to
 * be tried for. It may see more than there is, and never less.
 */
final class Glance {
  private final String text;

  Glance(String text) {
    this.text = text;
  }

  /** Whether all characters are those of US-ASCII: none is invisible or stands for others then. */
  boolean isAscii() {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0x7f) {
        return false;
      }
    }
    return true;
  }

  /** Whether it has a digit, as every secret has that carries no mark of its own. */
  boolean hasDigit() {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isDigit(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  /** Whether something that can be read stands there: most of what is no encoding is none. */
  boolean isReadable() {
    int run = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean odd = c == '\ufffd' || (c < ' ' && c != '\t' && c != '\n' && c != '\r');
      run = odd ? 0 : run + 1;
      if (run >= OutboundFilter.SHORTEST_CANARY) {
        return true;
      }
    }
    return false;
  }

  /** Whether there can be {@code length} letters, digits and signs of base64 in a row. */
  boolean mayHoldBase64(int length) {
    int run = 0;
    for (int i = 0; i < text.length(); i++) {
      run = isBase64(text.charAt(i)) ? run + 1 : 0;
      if (run >= length) {
        return true;
      }
    }
    return false;
  }

  /** Whether there can be so many hexadecimal digits with nothing but separators between them. */
  boolean mayHoldHex(int digits) {
    int run = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.digit(c, 16) >= 0) {
        run++;
        if (run >= digits) {
          return true;
        }
      } else if ("x\\ :,-".indexOf(c) < 0) {
        run = 0;
      }
    }
    return false;
  }

  private static boolean isBase64(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '+'
        || c == '/'
        || c == '_'
        || c == '-';
  }
}
