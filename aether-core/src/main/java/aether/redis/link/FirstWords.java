package aether.redis.link;

import aether.bus.BusException;
import aether.config.BusAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;

/**
 * Finds out what a server speaks that did not understand us: TLS and plain text on the wrong port
 * look like a broken line. Nothing secret is said to it.
 */
final class FirstWords {
  private static final int LIMIT_MILLIS = (int) Duration.ofSeconds(2).toMillis();

  private FirstWords() {}

  /** {@code failure}, or what it really was when the port speaks the other language. */
  static BusException.Unavailable of(BusAddress address, BusException.Unavailable failure) {
    if (address.route().sentinels().isPresent() || Failures.answered(failure)) {
      return failure;
    }
    if (address.tls().isPresent()) {
      boolean unexplained = TlsFault.of(failure).filter(fault -> fault != TlsFault.OTHER).isEmpty();
      return unexplained && speaksPlainly(address)
          ? said(address, TlsFault.PLAIN.sentence(), TlsFault.PLAIN.remedy(), failure)
          : failure;
    }
    return speaksTls(address)
        ? said(
            address,
            "it speaks TLS on this port",
            "pass --redis-tls (or set AETHER_REDIS_TLS=true), and --redis-tls-ca for a private CA",
            failure)
        : failure;
  }

  private static BusException.Unavailable said(
      BusAddress address, String what, String remedy, Exception cause) {
    return new BusException.Unavailable(
        "the bus at " + address.display() + " is not available: " + what + "; " + remedy, cause);
  }

  private static boolean speaksPlainly(BusAddress address) {
    try (Socket socket = connect(address)) {
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      int first = socket.getInputStream().read();
      return first == '+' || first == '-';
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether it shows a certificate, whatever we think of that one. */
  private static boolean speaksTls(BusAddress address) {
    try (Socket socket = connect(address);
        SSLSocket tls =
            (SSLSocket)
                SSLContext.getDefault()
                    .getSocketFactory()
                    .createSocket(socket, address.host(), address.port(), true)) {
      tls.startHandshake();
      return true;
    } catch (SSLException e) {
      return hasCertificate(e);
    } catch (IOException | NoSuchAlgorithmException e) {
      return false;
    }
  }

  private static boolean hasCertificate(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof CertificateException) {
        return true;
      }
    }
    return false;
  }

  private static Socket connect(BusAddress address) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(address.host(), address.port()), LIMIT_MILLIS);
      socket.setSoTimeout(LIMIT_MILLIS);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
