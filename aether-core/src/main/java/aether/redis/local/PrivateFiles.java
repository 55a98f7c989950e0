package aether.redis.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files and directories that only their owner may enter. */
final class PrivateFiles {
  private static final Set<PosixFilePermission> DIR = PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

  private PrivateFiles() {}

  /** Creates what is missing of {@code dir}, mode 0700; what exists stays as it is. */
  static Path directories(Path dir) throws IOException {
    return Files.createDirectories(dir, PosixFilePermissions.asFileAttribute(DIR));
  }

  /** As {@link #directories}, but refuses a directory that exists and is open to others. */
  static Path closedDirectory(Path dir) throws IOException {
    directories(dir);
    Set<PosixFilePermission> mode = Files.getPosixFilePermissions(dir);
    if (!DIR.containsAll(mode)) {
      throw new LocalRedisException(
          dir
              + " is open to other users ("
              + PosixFilePermissions.toString(mode)
              + "); run chmod 700 on it, or choose another directory");
    }
    return dir;
  }

  /** Replaces {@code file} by {@code text}, mode 0600 from its first instant on. */
  static void write(Path file, String text) throws IOException {
    Path part =
        Files.createTempFile(
            file.getParent(), ".part", null, PosixFilePermissions.asFileAttribute(FILE));
    try {
      Files.writeString(part, text, StandardCharsets.UTF_8);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
