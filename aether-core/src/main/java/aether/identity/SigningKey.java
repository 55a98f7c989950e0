package aether.identity;

import aether.message.Envelope;
import aether.message.EnvelopeCodec;
import aether.message.KeyId;
import aether.message.Seal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An Ed25519 key whose secret half this host has. Safe for several threads. */
public final class SigningKey implements Signer {
  private static final Pattern FORM =
      Pattern.compile(
          "\\s*-----BEGIN PRIVATE KEY-----\\s+([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----\\s+"
              + "public ([A-Za-z0-9+/=]+)\\s*");

  private final PrivateKey secret;
  private final PublicKey open;
  private final KeyId id;

  private SigningKey(PrivateKey secret, PublicKey open) {
    this.secret = secret;
    this.open = open;
    this.id = open.id();
  }

  /** A new key. */
  public static SigningKey generate() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance(PublicKey.ALGORITHM).generateKeyPair();
      return new SigningKey(pair.getPrivate(), PublicKey.of(pair.getPublic()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has Ed25519", e);
    }
  }

  /** The key in the text of its file; empty when it holds none, or halves of two. */
  static Optional<SigningKey> parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      byte[] encoded = Base64.getMimeDecoder().decode(parts.group(1));
      PrivateKey secret =
          KeyFactory.getInstance(PublicKey.ALGORITHM)
              .generatePrivate(new PKCS8EncodedKeySpec(encoded));
      return PublicKey.parse(parts.group(2))
          .map(open -> new SigningKey(secret, open))
          .filter(SigningKey::isWhole);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** As it stands in its file: PKCS #8 as others read it, and the public half below. */
  String text() {
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getEncoder().encodeToString(secret.getEncoded())
        + "\n-----END PRIVATE KEY-----\npublic "
        + open.text()
        + "\n";
  }

  public PublicKey publicKey() {
    return open;
  }

  @Override
  public Envelope sign(Envelope envelope) {
    String over = EnvelopeCodec.signedForm(envelope, id);
    return envelope.with(
        new Seal(
            Optional.of(new Seal.Signature(Optional.of(id), sign(over), over)),
            Seal.Verdict.UNCHECKED));
  }

  /** The signature over {@code text}, base64. */
  String sign(String text) {
    try {
      Signature signing = Signature.getInstance(PublicKey.ALGORITHM);
      signing.initSign(secret);
      signing.update(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(signing.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key that was read can sign", e);
    }
  }

  private boolean isWhole() {
    return open.verifies(PublicKey.ALGORITHM, sign(PublicKey.ALGORITHM));
  }
}
