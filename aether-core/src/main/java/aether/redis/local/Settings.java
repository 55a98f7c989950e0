package aether.redis.local;

import aether.config.Secret;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a local Redis shall run. It always listens on {@code 127.0.0.1} alone.
 *
 * @param dir where its configuration, log, pid file and data live; created with mode 0700
 * @param port 0 chooses a free one
 * @param appendonly whether what is written survives a restart (at most one second is lost when the
 *     machine itself dies)
 * @param detached whether it outlives this process, in a session of its own; else it ends with it
 * @param users the file of users that may enter, in place of a password
 */
public record Settings(
    Path dir,
    int port,
    boolean appendonly,
    Optional<Secret> password,
    boolean detached,
    Optional<Path> users) {
  public Settings {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port " + port + " is not between 0 and 65535");
    }
    dir = dir.toAbsolutePath().normalize();
  }

  /** A child without a password on a free port that keeps nothing. */
  public static Settings scratch(Path dir) {
    return new Settings(dir, 0, false, Optional.empty(), false, Optional.empty());
  }

  /** These settings with {@code port}. */
  public Settings onPort(int port) {
    return new Settings(dir, port, appendonly, password, detached, users);
  }

  /** These settings, keeping what is written. */
  public Settings durable() {
    return new Settings(dir, port, true, password, detached, users);
  }

  /** These settings with {@code password}. */
  public Settings withPassword(Secret password) {
    return new Settings(dir, port, appendonly, Optional.of(password), detached, users);
  }

  /** These settings, letting in the users of {@code file} and nobody else. */
  public Settings withUsers(Path file) {
    return new Settings(dir, port, appendonly, password, detached, Optional.of(file));
  }

  /** These settings for a server that outlives this process. */
  public Settings outliving() {
    return new Settings(dir, port, appendonly, password, true, users);
  }
}
