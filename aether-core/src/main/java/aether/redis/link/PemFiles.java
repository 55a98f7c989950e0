package aether.redis.link;

import aether.config.BusAddress.Tls;
import aether.config.ConfigException;
import aether.redis.Certificate;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The files TLS needs, read before they are used, so that an error names the file. */
final class PemFiles {
  private static final String PKCS8 = "-----BEGIN PRIVATE KEY-----";

  private PemFiles() {}

  /**
   * The certificates in the files of {@code tls}, the first of each.
   *
   * @param now when they are to be used
   * @throws ConfigException when a file cannot be used, or the client's certificate has ended
   */
  static List<Certificate> read(Tls tls, Instant now) {
    List<Certificate> found = new ArrayList<>();
    tls.ca().ifPresent(file -> found.add(certificate("the CA in ", file, "TLS CA")));
    tls.certificate().ifPresent(file -> found.add(own(file, now)));
    requireKey(tls);
    return found;
  }

  private static Certificate own(Path file, Instant now) {
    Certificate own = certificate("this client's certificate in ", file, "TLS certificate");
    if (own.until().isBefore(now)) {
      throw new ConfigException(
          "the TLS certificate '"
              + file
              + "' has expired at "
              + own.until()
              + "; make a new one (scripts/make-certs.sh --client NAME)");
    }
    return own;
  }

  private static Certificate certificate(String whose, Path file, String what) {
    try (InputStream in = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
          .map(X509Certificate.class::cast)
          .findFirst()
          .map(first -> new Certificate(whose + file, first.getNotAfter().toInstant()))
          .orElseThrow(() -> refused(what, file, "holds no certificate", null));
    } catch (CertificateException e) {
      throw refused(what, file, "is not PEM", e);
    } catch (IOException e) {
      throw refused(what, file, reason(e), e);
    }
  }

  /** The key stands in a file of its own, or beside the certificate. */
  private static void requireKey(Tls tls) {
    if (tls.certificate().isEmpty()) {
      tls.key()
          .ifPresent(key -> {
            throw new ConfigException(
                "the TLS key '"
                    + key
                    + "' is named without its certificate; name that too, with the tls-cert flag"
                    + " or AETHER_REDIS_TLS_CERT");
          });
      return;
    }
    Path file = tls.key().or(tls::certificate).orElseThrow();
    try {
      if (!Files.readString(file).contains(PKCS8)) {
        throw refused("TLS key", file, "holds no unencrypted PKCS#8 key (BEGIN PRIVATE KEY)", null);
      }
    } catch (IOException e) {
      throw refused("TLS key", file, reason(e), e);
    }
  }

  private static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "does not exist";
      case AccessDeniedException _ -> "may not be read by this user";
      default -> "cannot be read (" + Optional.ofNullable(e.getMessage()).orElse("?") + ")";
    };
  }

  private static ConfigException refused(
      String what, Path file, String why, @org.jspecify.annotations.Nullable Exception cause) {
    String message = "the " + what + " file '" + file + "' " + why + "; name another, or mend it";
    return cause == null ? new ConfigException(message) : new ConfigException(message, cause);
  }
}
