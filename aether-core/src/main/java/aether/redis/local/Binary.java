package aether.redis.local;

import java.nio.file.Path;

/**
 * A Redis (or Valkey) server program that runs on this machine.
 *
 * @param origin where it was found, in a few words for a human
 * @param version as the program itself reports it, e.g. {@code 7.0.15}
 */
public record Binary(Path path, String origin, String version) {
  /** Whether it is Redis 6.2 or newer, or Valkey. */
  boolean isRecent() {
    String[] parts = version.split("\\.", -1);
    int major = Integer.parseInt(parts[0]);
    return major > 6 || (major == 6 && Integer.parseInt(parts[1]) >= 2);
  }

  /** Whether it has functions and the read-only forms of {@code EVAL}, which came with 7.0. */
  boolean hasFunctions() {
    return Integer.parseInt(version.substring(0, version.indexOf('.'))) >= 7;
  }
}
