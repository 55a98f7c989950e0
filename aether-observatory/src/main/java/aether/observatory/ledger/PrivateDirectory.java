package aether.observatory.ledger;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** Files that only their owner may read. */
final class PrivateDirectory {
  private PrivateDirectory() {}

  /** Makes the directory of {@code file}, with mode 0700, when it is missing. */
  static void make(Path file) throws IOException {
    Path directory = Optional.ofNullable(file.getParent()).orElse(file);
    Files.createDirectories(directory, mode(file, "rwx------"));
  }

  /** The attribute of new files, where the file system of {@code path} knows modes. */
  static FileAttribute<?>[] mode(Path path, String permissions) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  static Set<OpenOption> options(OpenOption... options) {
    return Set.of(options);
  }
}
