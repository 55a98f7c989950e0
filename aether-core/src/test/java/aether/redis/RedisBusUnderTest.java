package aether.redis;

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
import aether.redis.write.RedisBus;
import aether.testkit.HandClock;
import aether.testkit.RedisServer;
import aether.testkit.contract.BusUnderTest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The bus on a real Redis, under test as any other: empty and connected before each test, closed
 * after it. To be registered as an extension.
 */
final class RedisBusUnderTest implements BusUnderTest, BeforeEachCallback, AfterEachCallback {
  private final RedisServer server = RedisServer.start();
  private final HandClock clock = new HandClock();
  private final Map<Writer, ProcessingLog> logs = new HashMap<>();
  private @Nullable RedisBus connected;

  /** One owner of one Body: it has one log for its whole life. */
  private record Writer(ProjectId id, Lease.Owner owner) {}

  @Override
  public void beforeEach(ExtensionContext context) {
    server.flush();
    connected = RedisBus.connect(server.address());
  }

  @Override
  public void afterEach(ExtensionContext context) {
    logs.clear();
    bus().close();
  }

  @Override
  public Outbox outbox() {
    return bus().outbox();
  }

  @Override
  public Journal journal() {
    return bus().journal();
  }

  @Override
  public Inbox inbox(ProjectId id) {
    return bus().inbox(id, clock);
  }

  @Override
  public ProcessingLog processingLog(ProjectId id, Lease.Owner owner) {
    return logs.computeIfAbsent(
        new Writer(id, owner), writer -> bus().processingLog(writer.id(), writer.owner(), clock));
  }

  @Override
  public Lease lease(ProjectId id, Duration ttl) {
    return bus().lease(id, ttl);
  }

  @Override
  public Handouts handouts() {
    return bus().handouts();
  }

  @Override
  public Heartbeat heartbeat(ProjectId id, Duration ttl) {
    return bus().heartbeat(id, ttl);
  }

  @Override
  public Registrar registrar() {
    return bus().registrar();
  }

  @Override
  public ControlSwitch controlSwitch() {
    return bus().controls(clock);
  }

  @Override
  public DeadLetterOffice deadLetterOffice() {
    return bus().deadLetterOffice(clock);
  }

  @Override
  public ApprovalDesk approvalDesk() {
    return bus().approvalDesk(clock);
  }

  @Override
  public Approvals approvals() {
    return bus().observer().approvals();
  }

  @Override
  public AuditTrail auditTrail() {
    return bus().observer().auditTrail();
  }

  @Override
  public DeadLetters deadLetters() {
    return bus().observer().deadLetters();
  }

  @Override
  public EventLog eventLog() {
    return bus().observer().events();
  }

  @Override
  public Directory directory() {
    return bus().observer().directory();
  }

  @Override
  public Liveness liveness() {
    return bus().observer().liveness();
  }

  @Override
  public Control control() {
    return bus().observer().control();
  }

  @Override
  public InstantSource clock() {
    return clock;
  }

  /** Really waits: what expires in Redis does so by its own clock. */
  @Override
  public void pass(Duration time) {
    clock.advance(time);
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private RedisBus bus() {
    return Optional.ofNullable(connected).orElseThrow();
  }
}
