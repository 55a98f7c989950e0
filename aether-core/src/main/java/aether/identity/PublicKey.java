package aether.identity;

import aether.message.KeyId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The public half of somebody's Ed25519 key. Safe for several threads.
 *
 * @param text base64 of its 32 bytes
 */
public record PublicKey(String text) {
  static final String ALGORITHM = "Ed25519";

  private static final int LENGTH = 32;

  /** What stands before the 32 bytes of any Ed25519 key in an X.509 structure (RFC 8410). */
  private static final byte[] X509 = HexFormat.of().parseHex("302a300506032b6570032100");

  public PublicKey {
    if (bytes(text).isEmpty()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no public key; it must be base64 of 32 bytes");
    }
  }

  /** The key {@code text}; empty when that is none. */
  public static Optional<PublicKey> parse(String text) {
    return bytes(text).map(_ -> new PublicKey(text));
  }

  static PublicKey of(java.security.PublicKey key) {
    byte[] encoded = key.getEncoded();
    byte[] raw = Arrays.copyOfRange(encoded, encoded.length - LENGTH, encoded.length);
    return new PublicKey(Base64.getEncoder().encodeToString(raw));
  }

  public KeyId id() {
    byte[] hash = sha256().digest(bytes(text).orElseThrow());
    return new KeyId(HexFormat.of().formatHex(hash, 0, 8));
  }

  /** Whether {@code signature}, in base64, is this key's over {@code signed}. Never throws. */
  public boolean verifies(String signed, String signature) {
    try {
      Signature check = Signature.getInstance(ALGORITHM);
      check.initVerify(key());
      check.update(signed.getBytes(StandardCharsets.UTF_8));
      return check.verify(Base64.getDecoder().decode(signature));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  private java.security.PublicKey key() throws GeneralSecurityException {
    byte[] raw = bytes(text).orElseThrow();
    byte[] encoded = Arrays.copyOf(X509, X509.length + raw.length);
    System.arraycopy(raw, 0, encoded, X509.length, raw.length);
    return KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded));
  }

  private static Optional<byte[]> bytes(String text) {
    try {
      byte[] raw = Base64.getDecoder().decode(text);
      boolean one = raw.length == LENGTH && Base64.getEncoder().encodeToString(raw).equals(text);
      return one ? Optional.of(raw) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
