package aether.operator;

import aether.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Optional;

/** The token that every action must show. Only its hash is kept. */
final class BearerToken {
  private static final String SCHEME = "bearer ";

  private final byte[] hash;

  BearerToken(Secret token) {
    this.hash = hash(token.reveal());
  }

  /**
   * Whether {@code authorization}, the header's value, shows this token. Takes as long whatever is
   * wrong with it (D32).
   */
  boolean isShownBy(Optional<String> authorization) {
    String shown =
        authorization
            .filter(value -> value.toLowerCase(Locale.ROOT).startsWith(SCHEME))
            .map(value -> value.substring(SCHEME.length()))
            .orElse("");
    return MessageDigest.isEqual(hash, hash(shown));
  }

  private static byte[] hash(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime lacks SHA-256", e);
    }
  }
}
