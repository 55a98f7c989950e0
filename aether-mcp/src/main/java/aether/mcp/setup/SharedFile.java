package aether.mcp.setup;

import aether.terminal.Refusal;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file of the project: replaced whole, with the permissions it has. */
final class SharedFile {
  private final Path file;

  SharedFile(Path file) {
    this.file = file;
  }

  /** Its text; empty text when there is no such file. */
  String read() {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      return "";
    } catch (CharacterCodingException e) {
      throw Refusal.failed(file + " is not UTF-8 text; save it as UTF-8");
    } catch (IOException e) {
      throw Refusal.failed("cannot read " + file + ": " + e.getMessage());
    }
  }

  void write(String text) {
    try {
      Path target = Files.isSymbolicLink(file) ? file.toRealPath() : file.toAbsolutePath();
      Path whole = target.resolveSibling("." + target.getFileName() + ".aether-tmp");
      try {
        Files.writeString(whole, text);
        if (Files.exists(target)
            && target.getFileSystem().supportedFileAttributeViews().contains("posix")) {
          Files.setPosixFilePermissions(whole, Files.getPosixFilePermissions(target));
        }
        Files.move(
            whole, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(whole);
      }
    } catch (IOException e) {
      throw Refusal.failed("cannot write " + file + ": " + e.getMessage());
    }
  }
}
