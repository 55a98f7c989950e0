package aether.redis.write;

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
import aether.config.BusAddress;
import aether.desk.Dispatch;
import aether.desk.OperatorDesk;
import aether.identity.Signer;
import aether.message.IdSource;
import aether.message.ProjectId;
import aether.redis.RedisObserver;
import aether.redis.link.Line;
import aether.redis.link.Link;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The write side of one bus, and its read side. Safe for use by several threads. */
public final class RedisBus implements AutoCloseable {
  /** How long a Body stays its Observatory's without a sign of life. */
  public static final Duration LEASE_TTL = Duration.ofSeconds(30);

  private final Link link;
  private final Line line;
  private final RedisObserver observer;
  private final History history = new History();
  private final Map<ProjectId, RedisLease> leases = new ConcurrentHashMap<>();
  private final List<RedisProcessingLog> logs = new CopyOnWriteArrayList<>();

  private RedisBus(Link link) {
    this.link = link;
    this.line = link.line();
    this.observer = RedisObserver.on(link);
  }

  /**
   * Connects to the bus at {@code address}.
   *
   * @throws aether.bus.BusException.Unavailable when it cannot be reached
   * @throws aether.bus.BusException.Denied when it refuses the credentials
   */
  public static RedisBus connect(BusAddress address) {
    return new RedisBus(Link.open(address));
  }

  /** The read side; it is closed with this. */
  public RedisObserver observer() {
    return observer;
  }

  /** Messages from outside a turn; their records bear the time of this machine's clock. */
  public Outbox outbox() {
    return new RedisOutbox(line, InstantSource.system());
  }

  public Journal journal() {
    return new RedisOutbox(line, InstantSource.system());
  }

  public Registrar registrar() {
    return new RedisRegistrar(line);
  }

  public ControlSwitch controls(InstantSource clock) {
    return new RedisControlSwitch(line, clock);
  }

  public ApprovalDesk approvalDesk(InstantSource clock) {
    return new RedisApprovalDesk(line, clock);
  }

  public DeadLetterOffice deadLetterOffice(InstantSource clock) {
    return new RedisDeadLetterOffice(line, clock);
  }

  /**
   * Where an operator decides about this bus.
   *
   * @param actor who is audited
   */
  public OperatorDesk desk(String actor, InstantSource clock, IdSource ids) {
    return desk(actor, clock, ids, Signer.NONE);
  }

  /**
   * The same, whose messages are signed.
   *
   * @param signer signs in the name of whoever is the sender
   */
  public OperatorDesk desk(String actor, InstantSource clock, IdSource ids, Signer signer) {
    return new OperatorDesk(
        actor,
        new OperatorDesk.Hands(
            controls(clock),
            approvalDesk(clock),
            deadLetterOffice(clock),
            journal(),
            new Dispatch(outbox(), clock, ids, signer)),
        clock);
  }

  public Handouts handouts() {
    return new RedisHandouts(line, link);
  }

  public Heartbeat heartbeat(ProjectId id, Duration ttl) {
    return new RedisHeartbeat(id, ttl, link);
  }

  /** The lease of {@code id}, on a connection of its own. */
  public Lease lease(ProjectId id, Duration ttl) {
    RedisLease lease = new RedisLease(id, ttl, link.line());
    leases.put(id, lease);
    return lease;
  }

  /** The inbox of {@code id}; if it was never here before, it begins with the next wave. */
  public Inbox inbox(ProjectId id, InstantSource clock) {
    return inbox(id, clock, Duration.ZERO);
  }

  /**
   * The inbox of {@code id}.
   *
   * @param waveMaxAge how old a wave may be that a Body reads which was never here before
   */
  public Inbox inbox(ProjectId id, InstantSource clock, Duration waveMaxAge) {
    return new RedisInbox(id, link, new HoldDrain(id, line, clock), history, waveMaxAge);
  }

  /**
   * The log of {@code id}, with a thread that writes until this bus is closed. It is fenced by the
   * {@linkplain #lease lease} last made here for {@code id}.
   */
  public ProcessingLog processingLog(ProjectId id, Lease.Owner me, InstantSource clock) {
    RedisLease lease = leases.computeIfAbsent(id, _ -> new RedisLease(id, LEASE_TTL, link.line()));
    RedisProcessingLog log = RedisProcessingLog.start(id, me, lease, link, history, clock);
    logs.add(log);
    return log;
  }

  @Override
  public void close() {
    logs.forEach(RedisProcessingLog::close);
    link.close();
  }
}
