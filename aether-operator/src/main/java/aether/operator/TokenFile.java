package aether.operator;

import aether.config.PrivateFile;
import aether.config.Secret;
import aether.terminal.Refusal;
import aether.terminal.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Where the operator's token is kept: {@code $AETHER_OPERATOR_TOKEN}, else a file of this user that
 * nobody else may read.
 */
final class TokenFile {
  static final String VARIABLE = "AETHER_OPERATOR_TOKEN";

  /** What examples say instead of a token. */
  private static final String PLACEHOLDER = "change-me";

  private static final int BYTES = 32;
  private static final int SHORTEST = 16;
  private static final Set<PosixFilePermission> FOREIGN =
      Set.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private final Surroundings around;
  private final Path file;

  TokenFile(Surroundings around) {
    this.around = around;
    this.file = around.home().directory().resolve("operator.token");
  }

  Path path() {
    return file;
  }

  /** The token to be shown. */
  Secret token() {
    Optional<String> set = Optional.ofNullable(around.env().get(VARIABLE));
    if (set.isPresent()) {
      return checked(set.get(), VARIABLE);
    }
    return kept()
        .orElseThrow(() ->
            Refusal.usage(
                "there is no token; `aether operator token` makes one, or set " + VARIABLE));
  }

  /** The token in the file; empty when there is none. */
  Optional<Secret> kept() {
    Optional<String> text = PrivateFile.read(file).map(String::strip);
    text.ifPresent(_ -> requirePrivate());
    return text.map(token -> checked(token, file.toString()));
  }

  /** Replaces the token by a fresh one of 256 bits, in a file of mode 0600. */
  Secret renew(RandomGenerator chance) {
    byte[] bytes = new byte[BYTES];
    chance.nextBytes(bytes);
    String token = HexFormat.of().formatHex(bytes);
    PrivateFile.write(file, token + "\n");
    return new Secret(token);
  }

  private static Secret checked(String token, String from) {
    String remedy = "; `aether operator token` makes one";
    if (token.isBlank() || token.equals(PLACEHOLDER)) {
      throw Refusal.usage(
          from + (token.isBlank() ? " is empty" : " is still '" + PLACEHOLDER + "'") + remedy);
    }
    if (!token.matches("[!-~]+")) {
      throw Refusal.usage(from + " has characters that no header can carry" + remedy);
    }
    if (token.length() < SHORTEST) {
      throw Refusal.usage(
          from + " has " + token.length() + " characters, fewer than " + SHORTEST + remedy);
    }
    return new Secret(token);
  }

  private void requirePrivate() {
    try {
      boolean open =
          file.getFileSystem().supportedFileAttributeViews().contains("posix")
              && Files.getPosixFilePermissions(file).stream().anyMatch(FOREIGN::contains);
      if (open) {
        throw Refusal.failed(
            file + " can be read by others; `aether operator token --rotate` makes a fresh one");
      }
    } catch (IOException e) {
      throw Refusal.failed("cannot look at " + file + "; check that it is yours");
    }
  }
}
