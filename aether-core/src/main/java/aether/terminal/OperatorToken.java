package aether.terminal;

import aether.config.PrivateFile;
import aether.config.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;

/** The secret that makes an operator of whoever shows it (CONTRACT §9). */
public final class OperatorToken {
  /** The variable it stands in. */
  public static final String VARIABLE = "AETHER_OPERATOR_TOKEN";

  /** What examples say instead of a token. */
  private static final String PLACEHOLDER = "change-me";

  private static final int SHORTEST = 16;
  private static final String REMEDY = "; `aether operator token` makes one";

  private OperatorToken() {}

  /** Where the user's own token is kept. */
  public static Path file(Surroundings around) {
    return around.home().directory().resolve("operator.token");
  }

  /**
   * {@code token} as a secret; a {@link Refusal} that says what is wrong with it.
   *
   * @param from where it stands
   */
  public static Secret checked(String token, String from) {
    if (token.isBlank() || token.equals(PLACEHOLDER)) {
      throw Refusal.usage(
          from + (token.isBlank() ? " is empty" : " is still '" + PLACEHOLDER + "'") + REMEDY);
    }
    if (!token.matches("[!-~]+")) {
      throw Refusal.usage(from + " has characters that no header can carry" + REMEDY);
    }
    if (token.length() < SHORTEST) {
      throw Refusal.usage(
          from + " has " + token.length() + " characters, fewer than " + SHORTEST + REMEDY);
    }
    return new Secret(token);
  }

  /**
   * Whether the environment shows the operator's token: one that a panel would start with, and
   * where this user keeps one in a file, that one.
   */
  public static boolean isShown(Surroundings around) {
    Optional<String> shown = Optional.ofNullable(around.env().get(VARIABLE));
    if (shown.isEmpty()) {
      return false;
    }
    try {
      byte[] token = bytes(checked(shown.get(), VARIABLE).reveal());
      return PrivateFile.read(file(around))
          .map(kept -> MessageDigest.isEqual(bytes(kept.strip()), token))
          .orElse(true);
    } catch (Refusal e) {
      return false;
    }
  }

  private static byte[] bytes(String token) {
    return token.getBytes(StandardCharsets.UTF_8);
  }
}
