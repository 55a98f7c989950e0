package aether.testkit.contract;

import aether.bus.Approvals;
import aether.bus.AuditTrail;
import aether.bus.Control;
import aether.bus.DeadLetters;
import aether.bus.Directory;
import aether.bus.EventLog;
import aether.bus.Liveness;
import aether.bus.write.ApprovalDesk;
import aether.bus.write.ControlSwitch;
import aether.bus.write.DeadLetterOffice;
import aether.bus.write.Handouts;
import aether.bus.write.Heartbeat;
import aether.bus.write.Inbox;
import aether.bus.write.Journal;
import aether.bus.write.Lease;
import aether.bus.write.Outbox;
import aether.bus.write.ProcessingLog;
import aether.bus.write.Registrar;
import aether.message.ProjectId;
import java.time.Duration;
import java.time.InstantSource;

/**
 * An empty bus, through its ports. Each call of a factory gives an adapter as another process would
 * have it: what one wrote, the next one finds.
 */
public interface BusUnderTest {
  Outbox outbox();

  Journal journal();

  Inbox inbox(ProjectId id);

  ProcessingLog processingLog(ProjectId id, Lease.Owner owner);

  Lease lease(ProjectId id, Duration ttl);

  Handouts handouts();

  Heartbeat heartbeat(ProjectId id, Duration ttl);

  Registrar registrar();

  ControlSwitch controlSwitch();

  DeadLetterOffice deadLetterOffice();

  ApprovalDesk approvalDesk();

  Approvals approvals();

  AuditTrail auditTrail();

  EventLog eventLog();

  DeadLetters deadLetters();

  Directory directory();

  Liveness liveness();

  Control control();

  /** The clock by which the bus writes. */
  InstantSource clock();

  /** Lets {@code time} pass for everything that expires: by hand, or by waiting that long. */
  void pass(Duration time);
}
