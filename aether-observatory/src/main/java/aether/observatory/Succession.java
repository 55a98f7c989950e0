package aether.observatory;

import aether.bus.write.Lease;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lease that is not waited for when its owner ran on this very host and its process has ended
 * without giving it up: killed, or out of memory.
 */
record Succession(Lease lease, Predicate<Owner> isDead) implements Lease {
  private static final Logger LOG = LoggerFactory.getLogger(Succession.class);

  /** One among the processes of {@code host}, the host of this process. */
  static Succession on(String host, Lease lease) {
    return new Succession(
        lease,
        owner ->
            owner.host().equals(host)
                && ProcessHandle.of(owner.pid()).filter(ProcessHandle::isAlive).isEmpty());
  }

  @Override
  public Duration ttl() {
    return lease.ttl();
  }

  @Override
  public Optional<Owner> acquire(Owner me) {
    Optional<Owner> other = lease.acquire(me);
    if (other.filter(isDead).filter(dead -> lease.supersede(dead, me)).isEmpty()) {
      return other;
    }
    LOG.atInfo()
        .addKeyValue("pid", other.get().pid())
        .log("took over from a process of this host that has ended");
    return Optional.empty();
  }

  @Override
  public boolean supersede(Owner dead, Owner me) {
    return lease.supersede(dead, me);
  }

  @Override
  public boolean renew(Owner me) {
    return lease.renew(me);
  }

  @Override
  public void release(Owner me) {
    lease.release(me);
  }
}
