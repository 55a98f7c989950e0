package aether.operator;

import aether.config.PrivateFile;
import aether.config.Secret;
import aether.terminal.OperatorToken;
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
  private static final int BYTES = 32;
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
    this.file = OperatorToken.file(around);
  }

  Path path() {
    return file;
  }

  /** The token to be shown. */
  Secret token() {
    Optional<String> set = Optional.ofNullable(around.env().get(OperatorToken.VARIABLE));
    if (set.isPresent()) {
      return OperatorToken.checked(set.get(), OperatorToken.VARIABLE);
    }
    return kept()
        .orElseThrow(() ->
            Refusal.usage(
                "there is no token; `aether operator token` makes one, or set "
                    + OperatorToken.VARIABLE));
  }

  /** The token in the file; empty when there is none. */
  Optional<Secret> kept() {
    Optional<String> text = PrivateFile.read(file).map(String::strip);
    text.ifPresent(_ -> requirePrivate());
    return text.map(token -> OperatorToken.checked(token, file.toString()));
  }

  /** Replaces the token by a fresh one of 256 bits, in a file of mode 0600. */
  Secret renew(RandomGenerator chance) {
    byte[] bytes = new byte[BYTES];
    chance.nextBytes(bytes);
    String token = HexFormat.of().formatHex(bytes);
    PrivateFile.write(file, token + "\n");
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
