package aether.web;

import aether.config.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a server shows who connects by TLS, and the key to it; read once. */
public final class ServerCertificate {
  private static final String ALIAS = "server";
  private static final Pattern PKCS8 =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");

  private final KeyStore store;

  private ServerCertificate(KeyStore store) {
    this.store = store;
  }

  /**
   * Reads both files.
   *
   * @param certificate PEM: the server's certificate, then those between it and its CA
   * @param key PEM: its key, PKCS#8 and not encrypted
   * @param now when it is to be used
   * @throws ConfigException when they cannot be used, or the certificate has ended; one line
   */
  public static ServerCertificate read(Path certificate, Path key, Instant now) {
    Certificate[] chain = chain(certificate);
    X509Certificate own = (X509Certificate) chain[0];
    if (own.getNotAfter().toInstant().isBefore(now)) {
      throw new ConfigException(
          "the certificate '"
              + certificate
              + "' has ended at "
              + own.getNotAfter().toInstant()
              + "; make a new one, e.g. with scripts/make-certs.sh");
    }
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(ALIAS, key(key, own), new char[0], chain);
      return new ServerCertificate(store);
    } catch (GeneralSecurityException | IOException e) {
      throw new ConfigException(
          "the key '" + key + "' does not open the certificate '" + certificate + "'", e);
    }
  }

  /** Both in a store whose entries have no password. */
  KeyStore store() {
    return store;
  }

  private static Certificate[] chain(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      Collection<? extends Certificate> all =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (all.isEmpty()) {
        throw unusable("certificate", file, "holds none");
      }
      return all.toArray(Certificate[]::new);
    } catch (GeneralSecurityException e) {
      throw unusable("certificate", file, "is not PEM");
    } catch (IOException e) {
      throw unusable("certificate", file, "cannot be read");
    }
  }

  private static PrivateKey key(Path file, X509Certificate own) throws GeneralSecurityException {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw unusable("key", file, "cannot be read");
    }
    Matcher found = PKCS8.matcher(text);
    if (!found.find()) {
      throw unusable("key", file, "holds no PKCS#8 key without a password (BEGIN PRIVATE KEY)");
    }
    byte[] bytes = Base64.getMimeDecoder().decode(found.group(1));
    PrivateKey key =
        KeyFactory.getInstance(own.getPublicKey().getAlgorithm())
            .generatePrivate(new PKCS8EncodedKeySpec(bytes));
    if (!fits(key, own)) {
      throw unusable("key", file, "belongs to another certificate");
    }
    return key;
  }

  /** Whether what one signs the other one verifies. */
  private static boolean fits(PrivateKey key, X509Certificate own) throws GeneralSecurityException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    byte[] something = {1, 2, 3};
    Signature signing = Signature.getInstance(algorithm);
    signing.initSign(key);
    signing.update(something);
    Signature verifying = Signature.getInstance(algorithm);
    verifying.initVerify(own.getPublicKey());
    verifying.update(something);
    return verifying.verify(signing.sign());
  }

  private static ConfigException unusable(String what, Path file, String why) {
    return new ConfigException(
        "the " + what + " file '" + file + "' " + why + "; name another, or mend it");
  }
}
