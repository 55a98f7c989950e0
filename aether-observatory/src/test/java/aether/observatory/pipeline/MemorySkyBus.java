package aether.observatory.pipeline;

import aether.bus.Approvals;
import aether.bus.Presence;
import aether.bus.write.ApprovalDesk;
import aether.bus.write.ControlSwitch;
import aether.bus.write.Lease;
import aether.bus.write.LogEntry;
import aether.bus.write.Outbox;
import aether.bus.write.Registrar;
import aether.event.Event;
import aether.message.Envelope;
import aether.message.MessageId;
import aether.message.ProjectId;
import aether.observatory.audit.AuditedBus;
import aether.observatory.audit.RunLedger;
import aether.observatory.outbound.Outbound;
import aether.testkit.InMemoryBus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A sky in memory. */
record MemorySkyBus(InMemoryBus memory) implements SkyBus {
  @Override
  public Ports ports(
      ProjectId id,
      Lease.Owner owner,
      Observatory.Timing timing,
      StopSign stopSign,
      Ledger ledger) {
    return new Ports(
        memory.inbox(id),
        memory.processingLog(id, owner),
        memory.lease(id, Duration.ofSeconds(30)),
        memory.heartbeat(id, timing.heartbeatTtl()),
        memory.registrar(),
        memory.journal(),
        memory,
        memory,
        memory,
        stopSign,
        ledger,
        Outbound.plain());
  }

  @Override
  public void left(Lease.Owner owner) {}

  @Override
  public Outbox outbox() {
    return memory.outbox();
  }

  @Override
  public Registrar registrar() {
    return memory.registrar();
  }

  @Override
  public Approvals approvals() {
    return memory.approvals();
  }

  @Override
  public ApprovalDesk approvalDesk() {
    return memory.approvalDesk();
  }

  @Override
  public ControlSwitch controlSwitch() {
    return memory.controlSwitch();
  }

  @Override
  public List<Event> events() {
    return memory.events();
  }

  @Override
  public String end() {
    return memory.end();
  }

  @Override
  public long queued(ProjectId id) {
    return memory.queued(id);
  }

  @Override
  public int unreadWaves(ProjectId id) {
    return memory.unreadWaves(id);
  }

  @Override
  public List<Envelope> inboxOf(ProjectId id) {
    return memory.inboxOf(id);
  }

  @Override
  public Presence presence(ProjectId id) {
    return memory.presence(List.of(id)).getOrDefault(id, new Presence.Offline());
  }

  @Override
  public Optional<LogEntry.State> logState(ProjectId id, Envelope envelope) {
    return memory.logState(id, envelope);
  }

  @Override
  public int attempts(ProjectId id, MessageId message) {
    return memory.attempts(id, message);
  }

  @Override
  public int deadLetters(ProjectId id) {
    return memory.deadLetters(id).size();
  }

  @Override
  public void rawInbox(ProjectId id, Map<String, String> fields) {
    var _ = memory.rawInbox(id, fields);
  }

  @Override
  public RunLedger runs() {
    return RunLedger.on(memory);
  }

  @Override
  public AuditedBus audited(Set<ProjectId> bodies) {
    return AuditedBus.of(memory);
  }

  @Override
  public void close() {}
}
