package aether.identity;

import aether.config.ConfigException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** Keeps a folder to one writer at a time, in this process and among those of this host. */
final class FileLock implements AutoCloseable {
  private static final Map<Path, ReentrantLock> HERE = new ConcurrentHashMap<>();

  private final ReentrantLock here;
  private final FileChannel channel;

  private FileLock(ReentrantLock here, FileChannel channel) {
    this.here = here;
    this.channel = channel;
  }

  /** Waits until nobody else writes in {@code folder}, which is made if it is missing. */
  static FileLock on(Path folder) {
    ReentrantLock here = HERE.computeIfAbsent(folder, _ -> new ReentrantLock());
    here.lock();
    try {
      return new FileLock(here, open(folder));
    } catch (IOException e) {
      here.unlock();
      throw new ConfigException(
          "cannot write in " + folder + " (" + e.getMessage() + "); check that it is yours", e);
    }
  }

  private static FileChannel open(Path folder) throws IOException {
    Files.createDirectories(folder, mode(folder, "rwx------"));
    FileChannel channel =
        FileChannel.open(
            folder.resolve(".lock"),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            mode(folder, "rw-------"));
    try {
      var _ = channel.lock();
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** {@code mode} where there are modes. */
  private static FileAttribute<?>[] mode(Path folder, String mode) {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new ConfigException("cannot close a lock (" + e.getMessage() + ")", e);
    } finally {
      here.unlock();
    }
  }
}
