package aether.observatory.outbound;

import java.util.List;
import java.util.stream.IntStream;

/** Where a text has a word for a secret, such as {@code password} or {@code api-key}. */
final class SecretWords {
  /** These begin one each. */
  private static final List<String> BEGINNINGS =
      List.of(
          "passw", "passphrase", "pwd", "secret", "token", "credential", "密碼", "密码", "金鑰", "密鑰");

  /** One of these before it, at most one sign between, makes a word of {@code key}. */
  private static final List<String> KINDS_OF_KEY =
      List.of("api", "access", "auth", "account", "encryption", "signing", "private");

  private static final String KEY = "key";

  private final String lower;

  private SecretWords(String lower) {
    this.lower = lower;
  }

  /** The places of {@code text} at which one can begin; of all others it is certain. */
  static IntStream in(String text) {
    SecretWords words = new SecretWords(lower(text));
    return IntStream.concat(
        BEGINNINGS.stream().flatMapToInt(words::places), words.places(KEY).flatMap(words::kinds));
  }

  private IntStream places(String word) {
    return IntStream.iterate(lower.indexOf(word), at -> at >= 0, at -> lower.indexOf(word, at + 1));
  }

  private IntStream kinds(int key) {
    return KINDS_OF_KEY.stream()
        .flatMapToInt(kind ->
            IntStream.of(key - kind.length(), key - kind.length() - 1)
                .filter(at -> at >= 0 && lower.startsWith(kind, at)));
  }

  /** Letters of US-ASCII alone, so that every place stays where it is. */
  private static String lower(String text) {
    char[] chars = text.toCharArray();
    for (int i = 0; i < chars.length; i++) {
      if (chars[i] >= 'A' && chars[i] <= 'Z') {
        chars[i] = Character.toLowerCase(chars[i]);
      }
    }
    return new String(chars);
  }
}
