package aether.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** The small files a user's Aether keeps for itself: UTF-8, replaced whole, closed to others. */
public final class PrivateFile {
  /** No such file of Aether is larger, in bytes. */
  static final long LARGEST = 1 << 20;

  private PrivateFile() {}

  /**
   * The text of {@code file}; empty when there is no such file.
   *
   * @throws ConfigException when it is there and cannot be read, is not UTF-8, or is over 1 MiB
   */
  public static Optional<String> read(Path file) {
    try {
      if (Files.isDirectory(file)) {
        throw new ConfigException(file + " is a directory, not a file; give the file itself");
      }
      if (Files.size(file) > LARGEST) {
        throw new ConfigException(file + " is larger than 1 MiB; is it the file you mean?");
      }
      return Optional.of(Files.readString(file));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (CharacterCodingException e) {
      throw new ConfigException(file + " is not UTF-8 text; save it as UTF-8", e);
    } catch (IOException e) {
      throw new ConfigException(
          "cannot read " + file + " (" + reason(e) + "); check its permissions", e);
    }
  }

  /**
   * Replaces {@code file} by {@code text} in one step, with mode 0600 (where the file system knows
   * modes), in a directory that is made with mode 0700 when it is missing. A symbolic link stays;
   * what it points to is replaced.
   *
   * @throws ConfigException when that fails; the old file is then as it was
   */
  public static void write(Path file, String text) {
    write(file, text, true);
  }

  /**
   * The same for what is of no use after a failure of power: the disk is not waited for.
   *
   * @throws ConfigException as {@link #write} does
   */
  public static void note(Path file, String text) {
    write(file, text, false);
  }

  private static void write(Path file, String text, boolean lasting) {
    try {
      Path target = Files.isSymbolicLink(file) ? file.toRealPath() : file.toAbsolutePath();
      Path directory = Optional.ofNullable(target.getParent()).orElse(target);
      Files.createDirectories(directory, mode(directory, "rwx------"));
      Path whole = Files.createTempFile(directory, ".aether-", ".tmp", mode(target, "rw-------"));
      try {
        fill(whole, text, lasting);
        Files.move(whole, target, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(whole);
      }
    } catch (IOException e) {
      throw new ConfigException(
          "cannot write " + file + " (" + reason(e) + "); check that its directory is yours", e);
    }
  }

  private static void fill(Path file, String text, boolean lasting) throws IOException {
    try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      if (lasting) {
        out.force(true);
      }
    }
  }

  private static FileAttribute<?>[] mode(Path path, String permissions) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  private static String reason(IOException e) {
    return e instanceof AccessDeniedException
        ? "permission denied"
        : Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
  }
}
