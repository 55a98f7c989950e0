package aether.observatory;

import aether.bus.BusException;
import aether.bus.write.Lease;
import aether.message.Iso8601;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Comes online as soon as the process that owns the Body has ended or fallen silent, and says on
 * the way whom it waits for. For one thread.
 */
final class Standby {
  private static final Logger LOG = LoggerFactory.getLogger(Standby.class);

  /** How often the lease is looked at: a takeover comes at most so long after its end. */
  private static final Duration LOOK = Duration.ofMillis(500);

  /** How often it is said again that nothing has changed. */
  private static final Duration SAY = Duration.ofMinutes(1);

  private final Arrival arrival;
  private Optional<Lease.Owner> known = Optional.empty();
  private long saidAt = System.nanoTime();

  Standby(Arrival arrival) {
    this.arrival = arrival;
  }

  /**
   * Comes online once nobody else owns the Body; once it waits, through any silence of the bus.
   *
   * @return whether it is online; not so when it was told to stop meanwhile
   */
  boolean await() throws InterruptedException {
    while (!isOnline()) {
      if (arrival.observatory().isStoppedWithin(LOOK)) {
        return false;
      }
    }
    return true;
  }

  private boolean isOnline() {
    try {
      Optional<Lease.Owner> owner = arrival.attempt();
      owner.or(() -> known).ifPresent(by -> say(by, owner.isEmpty()));
      known = owner;
      return owner.isEmpty();
    } catch (BusException.Unavailable e) {
      if (known.isEmpty()) {
        throw e;
      }
      if (isDue()) {
        LOG.warn("standing by, but the bus is away: {}", e.getMessage());
      }
      return false;
    }
  }

  private void say(Lease.Owner owner, boolean tookOver) {
    boolean news = tookOver || !known.equals(Optional.of(owner));
    if (news || isDue()) {
      LOG.atInfo()
          .addKeyValue("body", arrival.body().id())
          .addKeyValue("host", owner.host())
          .addKeyValue("pid", owner.pid())
          .addKeyValue("since", Iso8601.format(owner.since()))
          .log(tookOver ? "took over" : news ? "standing by until it ends" : "still standing by");
    }
  }

  private boolean isDue() {
    boolean due = System.nanoTime() - saidAt >= SAY.toNanos();
    saidAt = due ? System.nanoTime() : saidAt;
    return due;
  }
}
