package aether.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Certificates for tests: those of {@code scripts/make-certs.sh}, and the odd ones it never makes.
 */
public final class Certificates {
  private static final int PATIENCE_SECONDS = 60;

  private final Path dir;

  private Certificates(Path dir) {
    this.dir = dir;
  }

  /** What the script makes in {@code dir}, with the words of its command line. */
  public static Certificates make(Path dir, String... words) {
    List<String> command = new ArrayList<>(List.of(script().toString(), "--dir", dir.toString()));
    command.addAll(List.of(words));
    run(dir.getParent(), command);
    return new Certificates(dir);
  }

  /** {@code scripts/make-certs.sh} of this source tree. */
  public static Path script() {
    Path here = Path.of("").toAbsolutePath();
    return Files.exists(here.resolve("scripts"))
        ? here.resolve("scripts/make-certs.sh")
        : here.resolveSibling("scripts/make-certs.sh");
  }

  /** The file of the CA, for clients. */
  public Path ca() {
    return dir.resolve("ca.pem");
  }

  /** The certificate of this name; its key lies beside it. */
  public Path certificate(String name) {
    return dir.resolve(name + ".pem");
  }

  public Path key(String name) {
    return dir.resolve(name + ".key");
  }

  /**
   * Signs a server certificate with exactly these terms.
   *
   * @param san e.g. {@code IP:127.0.0.1}
   * @param from {@code YYMMDDHHMMSSZ}
   * @param until as {@code from}
   */
  public Certificates odd(String name, String san, String from, String until) {
    try {
      Files.writeString(
          dir.resolve("odd.cnf"),
          """
          [ca]
          default_ca = one
          [one]
          database = index
          unique_subject = no
          policy = any
          default_md = sha256
          email_in_dn = no
          rand_serial = yes
          new_certs_dir = .
          [any]
          commonName = supplied
          [extensions]
          extendedKeyUsage = serverAuth
          subjectAltName = %s
          """
              .formatted(san));
      Files.writeString(dir.resolve("index"), "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    run(
        dir,
        List.of(
            ("openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=odd"
                    + " -keyout NAME.key -out NAME.csr")
                .replace("NAME", name)
                .split(" ")));
    run(
        dir,
        List.of(
            ("openssl ca -batch -notext -config odd.cnf -extensions extensions -cert ca.pem"
                    + " -keyfile ca.key -in NAME.csr -out NAME.pem -startdate FROM -enddate UNTIL")
                .replace("NAME", name)
                .replace("FROM", from)
                .replace("UNTIL", until)
                .split(" ")));
    return this;
  }

  /** Runs a command that must succeed; what it says. */
  public static String run(Path where, List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command).directory(where.toFile()).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String said =
          new String(
              process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      if (!process.waitFor(PATIENCE_SECONDS, java.util.concurrent.TimeUnit.SECONDS)
          || process.exitValue() != 0) {
        throw new AssertionError(command + " failed: " + said);
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(command + " was interrupted", e);
    }
  }
}
