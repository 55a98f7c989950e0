package aether.redis.local;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Optional;

/**
 * The server program that the {@code embedded-redis} artifact carries as a resource. None of the
 * artifact's classes is used.
 */
final class CarriedBinary {
  private CarriedBinary() {}

  /** The name of the resource for a platform, as {@code os.name} and {@code os.arch} name it. */
  static Optional<String> resource(String os, String arch) {
    String system = os.toLowerCase(Locale.ROOT);
    boolean arm = arch.equals("aarch64") || arch.equals("arm64");
    boolean amd = arch.equals("amd64") || arch.equals("x86_64");
    if (system.startsWith("linux")) {
      return amd
          ? Optional.of("redis-server-6.2.6-v5-linux-amd64")
          : arm ? Optional.of("redis-server-6.2.7-linux-arm64") : Optional.empty();
    }
    if (system.startsWith("mac")) {
      return amd
          ? Optional.of("redis-server-6.2.6-v5-darwin-amd64")
          : arm ? Optional.of("redis-server-6.2.6-v5-darwin-arm64") : Optional.empty();
    }
    return Optional.empty();
  }

  /**
   * The program for this platform as a file in {@code dir}, written when it is missing there or of
   * another size; empty when none is carried.
   */
  static Optional<Path> extract(Path dir) {
    Optional<String> name =
        resource(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    Optional<URL> url = name.flatMap(n -> Optional.ofNullable(ClassLoader.getSystemResource(n)));
    if (url.isEmpty()) {
      return Optional.empty();
    }
    Path file = dir.resolve(name.orElseThrow());
    try {
      URLConnection connection = url.get().openConnection();
      connection.setUseCaches(false);
      try (InputStream in = connection.getInputStream()) {
        if (!Files.exists(file) || Files.size(file) != connection.getContentLengthLong()) {
          write(in, dir, file);
        }
      }
      return Optional.of(file);
    } catch (IOException e) {
      throw new LocalRedisException(
          "cannot unpack the carried redis-server to "
              + file
              + " ("
              + e.getMessage()
              + "); make the directory writable or set AETHER_REDIS_SERVER",
          e);
    }
  }

  private static void write(InputStream in, Path dir, Path file) throws IOException {
    Path part = Files.createTempFile(PrivateFiles.directories(dir), "redis-server", ".part");
    try {
      Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
      Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwx------"));
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
