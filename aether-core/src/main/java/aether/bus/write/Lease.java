package aether.bus.write;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The right to be a Body's one live Observatory (ARCHITECTURE: one owner per Body). It lapses
 * unless renewed; whoever lost it is fenced.
 */
public interface Lease {
  /**
   * Who owns a Body.
   *
   * @param token unique to one process start
   * @param host its name, for people; others may bear it too
   * @param pidSpace where {@code pid} means this process and no other; empty when that is unknown
   */
  record Owner(String token, String host, long pid, Instant since, Optional<String> pidSpace) {
    /** One of whom nobody can say whether it has ended. */
    public Owner(String token, String host, long pid, Instant since) {
      this(token, host, pid, since, Optional.empty());
    }
  }

  /** How long it holds without renewal. */
  Duration ttl();

  /** Takes the lease for {@code me} if it is free or already mine; otherwise says whose it is. */
  Optional<Owner> acquire(Owner me);

  /**
   * Takes the lease for {@code me} from {@code dead}, whose process has certainly ended, without
   * waiting for it to lapse. Does nothing when anybody else has it by now.
   *
   * @return whether it is mine
   */
  boolean supersede(Owner dead, Owner me);

  /**
   * Prolongs the lease, or takes it again when it has lapsed and nobody has had it since.
   *
   * @return whether it is still mine
   */
  boolean renew(Owner me);

  /** Gives the lease up at once. Does nothing when it is not mine. */
  void release(Owner me);
}
