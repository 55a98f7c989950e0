package aether.observatory.pipeline;

import aether.bus.Control;
import aether.bus.Directory;
import aether.bus.Liveness;
import aether.bus.write.Heartbeat;
import aether.bus.write.Inbox;
import aether.bus.write.Journal;
import aether.bus.write.Lease;
import aether.bus.write.ProcessingLog;
import aether.bus.write.Registrar;
import aether.identity.Identity;
import aether.observatory.outbound.Outbound;

/**
 * What one Body's Observatory is connected to: the bus, as it sees it, and the stop sign, the
 * ledger, the last look at replies and the keys of its host.
 */
public record Ports(
    Inbox inbox,
    ProcessingLog log,
    Lease lease,
    Heartbeat heartbeat,
    Registrar registrar,
    Journal journal,
    Directory directory,
    Liveness liveness,
    Control control,
    StopSign stopSign,
    Ledger ledger,
    Outbound outbound,
    Identity identity) {
  /** Those of a Body without signatures. */
  public Ports(
      Inbox inbox,
      ProcessingLog log,
      Lease lease,
      Heartbeat heartbeat,
      Registrar registrar,
      Journal journal,
      Directory directory,
      Liveness liveness,
      Control control,
      StopSign stopSign,
      Ledger ledger,
      Outbound outbound) {
    this(
        inbox,
        log,
        lease,
        heartbeat,
        registrar,
        journal,
        directory,
        liveness,
        control,
        stopSign,
        ledger,
        outbound,
        Identity.NONE);
  }

  /** The same with {@code other} as what it makes of signatures. */
  public Ports with(Identity other) {
    return new Ports(
        inbox, log, lease, heartbeat, registrar, journal, directory, liveness, control, stopSign,
        ledger, outbound, other);
  }
}
