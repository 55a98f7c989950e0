package aether.redis;

import static org.assertj.core.api.Assertions.assertThat;

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
import aether.config.Account;
import aether.message.ProjectId;
import aether.redis.write.RedisBus;
import aether.testkit.HandClock;
import aether.testkit.RedisServer;
import aether.testkit.Users;
import aether.testkit.contract.BusUnderTest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The bus on a real Redis, under test as any other: empty before each test, closed after it.
 * Bodies, the operator and onlookers have connections of their own, each under its own user with no
 * more than its rights. To be registered as an extension.
 */
final class RedisBusUnderTest implements BusUnderTest, BeforeEachCallback, AfterEachCallback {
  private final RedisServer server = RedisServer.start();
  private final HandClock clock = new HandClock();
  private final Map<Writer, ProcessingLog> logs = new HashMap<>();
  private final Map<Account, RedisBus> connected = new ConcurrentHashMap<>();

  /** One owner of one Body: it has one log for its whole life. */
  private record Writer(ProjectId id, Lease.Owner owner) {}

  @Override
  public void beforeEach(ExtensionContext context) {
    server.flush();
    server.call("ACL", "LOG", "RESET");
  }

  @Override
  public void afterEach(ExtensionContext context) {
    logs.clear();
    connected.values().forEach(RedisBus::close);
    connected.clear();
    assertThat(Users.refused(server::call)).as("what Redis has refused").isEmpty();
  }

  @Override
  public Outbox outbox() {
    return operator().outbox();
  }

  @Override
  public Journal journal() {
    return operator().journal();
  }

  @Override
  public Inbox inbox(ProjectId id) {
    return observatory(id).inbox(id, clock);
  }

  @Override
  public ProcessingLog processingLog(ProjectId id, Lease.Owner owner) {
    return logs.computeIfAbsent(
        new Writer(id, owner),
        writer -> observatory(writer.id()).processingLog(writer.id(), writer.owner(), clock));
  }

  @Override
  public Lease lease(ProjectId id, Duration ttl) {
    return owner(id).lease(id, ttl);
  }

  @Override
  public Handouts handouts() {
    return operator().handouts();
  }

  @Override
  public Heartbeat heartbeat(ProjectId id, Duration ttl) {
    return owner(id).heartbeat(id, ttl);
  }

  @Override
  public Registrar registrar() {
    return operator().registrar();
  }

  @Override
  public ControlSwitch controlSwitch() {
    return operator().controls(clock);
  }

  @Override
  public DeadLetterOffice deadLetterOffice() {
    return operator().deadLetterOffice(clock);
  }

  @Override
  public ApprovalDesk approvalDesk() {
    return operator().approvalDesk(clock);
  }

  @Override
  public Approvals approvals() {
    return operator().observer().approvals();
  }

  @Override
  public AuditTrail auditTrail() {
    return operator().observer().auditTrail();
  }

  @Override
  public DeadLetters deadLetters() {
    return operator().observer().deadLetters();
  }

  @Override
  public EventLog eventLog() {
    return onlooker().events();
  }

  @Override
  public Directory directory() {
    return onlooker().directory();
  }

  @Override
  public Liveness liveness() {
    return onlooker().liveness();
  }

  @Override
  public Control control() {
    return operator().observer().control();
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

  private RedisBus operator() {
    return bus(new Account.Operator());
  }

  private RedisObserver onlooker() {
    return bus(new Account.Stargazer()).observer();
  }

  private RedisBus observatory(ProjectId id) {
    return bus(new Account.Body(id));
  }

  private RedisBus owner(ProjectId id) {
    return bus(Users.owning(id));
  }

  private RedisBus bus(Account account) {
    return connected.computeIfAbsent(account, each -> RedisBus.connect(server.as(each)));
  }
}
