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
import aether.testkit.HandClock;
import aether.testkit.InMemoryBus;
import java.time.Duration;

/** The bus in memory, under test as any other. */
record InMemory(HandClock clock, InMemoryBus bus) implements BusUnderTest {
  static InMemory empty() {
    HandClock clock = new HandClock();
    return new InMemory(clock, new InMemoryBus(clock));
  }

  @Override
  public Outbox outbox() {
    return bus.outbox();
  }

  @Override
  public Journal journal() {
    return bus.journal();
  }

  @Override
  public Inbox inbox(ProjectId id) {
    return bus.inbox(id);
  }

  @Override
  public ProcessingLog processingLog(ProjectId id, Lease.Owner owner) {
    return bus.processingLog(id, owner);
  }

  @Override
  public Lease lease(ProjectId id, Duration ttl) {
    return bus.lease(id, ttl);
  }

  @Override
  public Handouts handouts() {
    return bus.handouts();
  }

  @Override
  public Heartbeat heartbeat(ProjectId id, Duration ttl) {
    return bus.heartbeat(id, ttl);
  }

  @Override
  public Registrar registrar() {
    return bus.registrar();
  }

  @Override
  public ControlSwitch controlSwitch() {
    return bus.controlSwitch();
  }

  @Override
  public DeadLetterOffice deadLetterOffice() {
    return bus.deadLetterOffice();
  }

  @Override
  public ApprovalDesk approvalDesk() {
    return bus.approvalDesk();
  }

  @Override
  public Approvals approvals() {
    return bus.approvals();
  }

  @Override
  public AuditTrail auditTrail() {
    return bus.auditTrail();
  }

  @Override
  public DeadLetters deadLetters() {
    return bus.deadLetters();
  }

  @Override
  public EventLog eventLog() {
    return bus;
  }

  @Override
  public Directory directory() {
    return bus;
  }

  @Override
  public Liveness liveness() {
    return bus;
  }

  @Override
  public Control control() {
    return bus;
  }

  @Override
  public void pass(Duration time) {
    clock.advance(time);
  }
}
