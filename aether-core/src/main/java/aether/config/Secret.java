package aether.config;

import java.util.Base64;
import java.util.random.RandomGenerator;

/**
 * A password. It never shows in a string, so that no log, error or record prints it.
 *
 * @param reveal the password itself
 */
public record Secret(String reveal) {
  private static final int BYTES = 24;

  /**
   * A fresh one of 32 characters that need no quoting in a shell, a URL or a Redis configuration.
   *
   * @param chance a cryptographically strong source
   */
  public static Secret generate(RandomGenerator chance) {
    byte[] bytes = new byte[BYTES];
    chance.nextBytes(bytes);
    return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  @Override
  public String toString() {
    return "(secret)";
  }
}
