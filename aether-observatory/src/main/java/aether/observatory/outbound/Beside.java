package aether.observatory.outbound;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what looks drawn by lot beside a word such as {@code password}: the secrets that carry no
 * mark of their own.
 */
final class Beside {
  private static final String WORD =
      "(?:passw(?:or)?d|passphrase|passwd|pwd|secret|token|api[ _-]?key|apikey|access[ _-]?key"
          + "|auth[ _-]?key|account[ _-]?key|encryption[ _-]?key|signing[ _-]?key|private[ _-]?key"
          + "|credentials?|密碼|密码|金鑰|密钥)";

  /** {@code password = value}, {@code "token": "value"}, {@code API_KEY=value}. */
  private static final Pattern ASSIGNED =
      Pattern.compile(
          WORD
              + "\\w{0,20}[\"'`\\]]{0,2}\\s{0,3}(?::=|=>|->|[:=：＝]|\\bis\\b|是)\\s{0,3}[\"'`]{0,3}"
              + "([^\\s\"'`,;<>()\\[\\]{}]{8,200})",
          Pattern.CASE_INSENSITIVE);

  /** A run that stands on the same line a few words later. */
  private static final Pattern NEAR =
      Pattern.compile(
          WORD + "[^\\n]{0,40}?(?<![\\w/+.=-])([A-Za-z0-9+/_=-]{20,200})(?![\\w/+-])",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern CODE =
      Pattern.compile("[A-Za-z_$][\\w$]*(?:[.:/\\\\-]+[A-Za-z_$@][\\w$-]*)*[.:;?!]*");

  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]+");

  private Beside() {}

  static boolean isIn(String text) {
    if (!new Glance(text).hasDigit()) {
      return false;
    }
    int[] words = SecretWords.in(text).toArray();
    return words.length > 0 && (any(ASSIGNED, text, words) || any(NEAR, text, words));
  }

  private static boolean any(Pattern pattern, String text, int[] words) {
    Matcher matcher = pattern.matcher(text).useTransparentBounds(true);
    for (int word : words) {
      if (matcher.region(word, text.length()).lookingAt()) {
        String value = matcher.group(1);
        if (pattern == ASSIGNED ? isAssigned(value) : isDrawn(value, 20, 3.9)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Short ones count here, but for names, paths and calls, which code assigns all the time. */
  private static boolean isAssigned(String value) {
    if (Placeholder.is(value)) {
      return false;
    }
    if (HEX.matcher(value).matches()) {
      return value.length() >= 32 && value.chars().anyMatch(Character::isDigit);
    }
    return isDrawn(value, 12, 3.1) || isPassword(value);
  }

  /** Letters of both cases and digits, in no order that a name or a path has. */
  private static boolean isDrawn(String value, int length, double bits) {
    return value.length() >= length
        && !Placeholder.is(value)
        && value.chars().anyMatch(Character::isDigit)
        && value.chars().anyMatch(Character::isLowerCase)
        && (value.chars().anyMatch(Character::isUpperCase) || length < 20)
        && value.chars().filter(c -> c == ':').count() < 2
        && !isName(value)
        && entropy(value) >= bits;
  }

  /** What people choose: letters, digits and a mark that no name has. */
  private static boolean isPassword(String value) {
    return value.chars().anyMatch(Character::isLetter)
        && value.chars().anyMatch(Character::isDigit)
        && value.chars().anyMatch(c -> "!@#%^&*+~".indexOf(c) >= 0)
        && !value.contains("://");
  }

  /** Made of words: few changes between letters and digits. */
  private static boolean isName(String value) {
    if (!CODE.matcher(value).matches()) {
      return false;
    }
    int changes = 0;
    for (int i = 1; i < value.length(); i++) {
      boolean digit = Character.isDigit(value.charAt(i));
      changes += digit == Character.isDigit(value.charAt(i - 1)) ? 0 : 1;
    }
    return changes <= 3 || isWords(value);
  }

  private static boolean isWords(String value) {
    int vowels = 0;
    for (int i = 0; i < value.length(); i++) {
      vowels += "aeiouAEIOU".indexOf(value.charAt(i)) >= 0 ? 1 : 0;
    }
    return changesOfCase(value) * 4 <= value.length() && vowels * 4 >= value.length();
  }

  private static int changesOfCase(String value) {
    int changes = 0;
    for (int i = 1; i < value.length(); i++) {
      boolean upper = Character.isUpperCase(value.charAt(i));
      changes += upper == Character.isUpperCase(value.charAt(i - 1)) ? 0 : 1;
    }
    return changes;
  }

  /** Shannon's, in bits for each character. */
  private static double entropy(String value) {
    int[] counts = new int[128];
    for (int i = 0; i < value.length(); i++) {
      counts[Math.min(value.charAt(i), 127)]++;
    }
    double bits = 0;
    for (int count : counts) {
      if (count > 0) {
        double share = (double) count / value.length();
        bits -= share * (Math.log(share) / Math.log(2));
      }
    }
    return bits;
  }
}
