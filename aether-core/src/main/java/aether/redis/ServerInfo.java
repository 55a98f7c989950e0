package aether.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What the server of a bus says of itself; {@value #UNKNOWN} where this user may not ask.
 *
 * @param mode {@code standalone}, {@code sentinel} or {@code cluster}
 * @param role {@code master} or {@code slave}, in Redis's words
 * @param persistent whether what is on the bus survives a restart: an append-only file or snapshots
 * @param maxmemoryPolicy what it does when memory is full; only {@code noeviction} loses nothing
 * @param usedMemoryBytes memory in use
 * @param uptime since its start
 * @param clients connections, this one included
 * @param time that of its clock; absent where this user may not ask
 */
public record ServerInfo(
    String version,
    String mode,
    String role,
    boolean persistent,
    String maxmemoryPolicy,
    long usedMemoryBytes,
    Duration uptime,
    long clients,
    Optional<Instant> time) {
  /** The policy that drops nothing when memory is full. */
  public static final String KEEPS_ALL = "noeviction";

  /** Stands for a text that could not be asked for. */
  public static final String UNKNOWN = "unknown";
}
