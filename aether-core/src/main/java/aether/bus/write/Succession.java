package aether.bus.write;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lease that is not waited for when its owner's process has certainly ended without giving it up:
 * killed, or out of memory.
 */
public record Succession(Lease lease, Predicate<Owner> isDead) implements Lease {
  private static final Logger LOG = LoggerFactory.getLogger(Succession.class);

  /**
   * One that judges by process numbers those owners that shared them with this process.
   *
   * @param pidSpace where this process has its number; empty when unknown: then nobody is judged
   */
  public static Succession in(Optional<String> pidSpace, Lease lease) {
    return new Succession(
        lease,
        owner ->
            pidSpace.isPresent()
                && owner.pidSpace().equals(pidSpace)
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
