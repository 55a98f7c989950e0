package aether.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A key that this host has met under somebody's name.
 *
 * @param since when it came to this standing
 * @param until when what it signs stops to count; empty unless it is {@link Standing#FORMER}
 */
public record Pin(PublicKey key, Standing standing, Instant since, Optional<Instant> until) {
  /** How long what a former key has signed still counts: mail lies in inboxes. */
  public static final Duration FORMER_FOR = Duration.ofDays(7);

  /** What a key is worth. */
  public enum Standing {
    /** It was the first that was seen. */
    FIRST_SIGHT(true),
    /** Somebody on this host said so, or its secret half is here. */
    TRUSTED(true),
    /** Another has followed it. */
    FORMER(false),
    /** What it signs counts no more. */
    REVOKED(false);

    private final boolean current;

    Standing(boolean current) {
      this.current = current;
    }

    /** Whether its holder signs with it now. */
    public boolean isCurrent() {
      return current;
    }
  }

  /** One that counts from {@code now} on. */
  static Pin of(PublicKey key, Standing standing, Instant now) {
    return new Pin(
        key,
        standing,
        now,
        standing == Standing.FORMER ? Optional.of(now.plus(FORMER_FOR)) : Optional.empty());
  }
}
