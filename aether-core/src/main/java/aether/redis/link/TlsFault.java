package aether.redis.link;

import io.netty.handler.ssl.NotSslRecordException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** What went wrong between two ends that wanted TLS, and what to do. */
enum TlsFault {
  EXPIRED(
      "its certificate has expired",
      "renew it there (scripts/make-certs.sh HOST…), or check the clock of this machine"),
  NOT_YET(
      "its certificate is not valid yet",
      "check the clocks of both machines, or make it anew (scripts/make-certs.sh HOST…)"),
  OTHER_HOST(
      "its certificate is for another host",
      "use a name that it holds, or renew it with this one (scripts/make-certs.sh HOST…)"),
  UNKNOWN_CA(
      "its certificate is signed by a CA that is not known here",
      "name the file of its CA with --redis-tls-ca or AETHER_REDIS_TLS_CA"),
  PLAIN(
      "it does not speak TLS on this port",
      "name its TLS port with --redis-port, or turn TLS off where the way itself is safe"),
  TOO_OLD("it offers no TLS 1.2 or newer", "set `tls-protocols \"TLSv1.2 TLSv1.3\"` there"),
  CLIENT_REFUSED(
      "it does not accept this client's certificate",
      "name one of its CA with --redis-tls-cert and --redis-tls-key"),
  OTHER("TLS failed", "check the TLS settings of both ends");

  private final String sentence;
  private final String remedy;

  TlsFault(String sentence, String remedy) {
    this.sentence = sentence;
    this.remedy = remedy;
  }

  String sentence() {
    return sentence;
  }

  String remedy() {
    return remedy;
  }

  /** What {@code failure} was; empty when it was not about TLS. */
  static Optional<TlsFault> of(Throwable failure) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable t = failure; t != null; t = t.getCause()) {
      chain.add(t);
    }
    return chain.reversed().stream()
        .map(TlsFault::meant)
        .flatMap(Optional::stream)
        .findFirst()
        .or(() ->
            chain.stream().anyMatch(SSLException.class::isInstance)
                ? Optional.of(OTHER)
                : Optional.empty());
  }

  private static Optional<TlsFault> meant(Throwable cause) {
    String said = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
    return switch (cause) {
      case CertificateExpiredException _ -> Optional.of(EXPIRED);
      case CertificateNotYetValidException _ -> Optional.of(NOT_YET);
      case CertPathBuilderException _ -> Optional.of(UNKNOWN_CA);
      case CertPathValidatorException _ -> Optional.of(UNKNOWN_CA);
      case CertificateException _
          when said.contains("subject alternative") || said.contains("no name matching") ->
          Optional.of(OTHER_HOST);
      case NotSslRecordException _ -> Optional.of(PLAIN);
      case SSLException _
          when said.contains("protocol_version") || said.contains("protocol version") ->
          Optional.of(TOO_OLD);
      case SSLException _
          when (said.contains("fatal alert") && said.contains("certificate"))
              || said.contains("unknown_ca") ->
          Optional.of(CLIENT_REFUSED);
      default -> Optional.empty();
    };
  }
}
