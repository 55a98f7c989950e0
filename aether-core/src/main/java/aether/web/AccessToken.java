package aether.web;

import aether.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** The token that a request must show. Only its hash is kept. */
public final class AccessToken {
  private static final String BEARER = "bearer ";
  private static final String BASIC = "basic ";

  private final byte[] hash;

  public AccessToken(Secret token) {
    this.hash = hash(token.reveal());
  }

  /**
   * Whether {@code authorization}, the header's value, bears this token. Takes as long whatever is
   * wrong with it (D32).
   */
  public boolean isShownBy(Optional<String> authorization) {
    return matches(after(BEARER, authorization));
  }

  /** Whether a browser's user gave this token as the password, under any name. */
  public boolean isPasswordOf(Optional<String> authorization) {
    return matches(after(BASIC, authorization).flatMap(AccessToken::password));
  }

  private boolean matches(Optional<String> shown) {
    return MessageDigest.isEqual(hash, hash(shown.orElse("")));
  }

  private static Optional<String> after(String scheme, Optional<String> authorization) {
    return authorization
        .filter(value -> value.toLowerCase(Locale.ROOT).startsWith(scheme))
        .map(value -> value.substring(scheme.length()));
  }

  private static Optional<String> password(String credentials) {
    try {
      String pair =
          new String(Base64.getDecoder().decode(credentials.strip()), StandardCharsets.UTF_8);
      return pair.contains(":") ? Optional.of(pair.split(":", 2)[1]) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static byte[] hash(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime lacks SHA-256", e);
    }
  }
}
