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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The bus of a {@link Sky}: what Bodies use, and what a test looks at and meddles with. */
interface SkyBus extends AutoCloseable {
  /** The bus as one start of a Body's Observatory sees it. */
  Ports ports(
      ProjectId id, Lease.Owner owner, Observatory.Timing timing, StopSign stopSign, Ledger ledger);

  /** Lets go of what {@link #ports} opened for {@code owner}. */
  void left(Lease.Owner owner);

  Outbox outbox();

  /** The bus has taken {@code message}, although its sender was told that nobody knows. */
  default void wasSent(Envelope message) {}

  Registrar registrar();

  ControlSwitch controlSwitch();

  Approvals approvals();

  ApprovalDesk approvalDesk();

  /** Every event so far, in order. */
  List<Event> events();

  /** The position of the last event. */
  String end();

  /** Entries in a Body's inbox, whatever they hold. */
  long queued(ProjectId id);

  /** Waves a Body has not settled. */
  int unreadWaves(ProjectId id);

  /** The messages in a Body's inbox. */
  List<Envelope> inboxOf(ProjectId id);

  Presence presence(ProjectId id);

  Optional<LogEntry.State> logState(ProjectId id, Envelope envelope);

  /** The runs that a Body's log counts for a message. */
  int attempts(ProjectId id, MessageId message);

  int deadLetters(ProjectId id);

  /** Puts an entry in an inbox as anybody on the bus can. */
  void rawInbox(ProjectId id, Map<String, String> fields);

  /** Where the runs of its agents are written down. */
  RunLedger runs();

  /** The bus at rest, for an audit of {@code bodies}. */
  AuditedBus audited(Set<ProjectId> bodies);

  @Override
  void close();
}
