package aether.observatory.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.Approvals;
import aether.bus.EventLog;
import aether.bus.Presence;
import aether.bus.Recorded;
import aether.bus.write.ApprovalDesk;
import aether.bus.write.ControlSwitch;
import aether.bus.write.Lease;
import aether.bus.write.LogEntry;
import aether.bus.write.Outbox;
import aether.bus.write.Registrar;
import aether.config.Account;
import aether.config.BusAddress;
import aether.event.Event;
import aether.message.Decoded;
import aether.message.Envelope;
import aether.message.EnvelopeCodec;
import aether.message.MessageId;
import aether.message.ProjectId;
import aether.observatory.audit.AuditedBus;
import aether.observatory.audit.Correspondence;
import aether.observatory.audit.RunLedger;
import aether.observatory.outbound.Outbound;
import aether.redis.Keys;
import aether.redis.RedisObserver;
import aether.redis.write.RedisBus;
import aether.testkit.RedisServer;
import aether.testkit.Users;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A sky on a real Redis. Each start of a Body has connections of its own, as a process has. */
final class RedisSkyBus implements SkyBus {
  private static final int ALL = 100_000;

  private final Function<Account, BusAddress> address;
  private final Function<String[], @Nullable Object> redis;
  private final InstantSource clock;
  private final RedisBus bus;
  private final Correspondence post;
  private final RunLedger runs;

  /** Whether Bodies and the operator are users of their own. */
  private final boolean divided;

  private final Map<Lease.Owner, RedisBus> ofBodies = new ConcurrentHashMap<>();

  private RedisSkyBus(
      Function<Account, BusAddress> address,
      Function<String[], @Nullable Object> redis,
      InstantSource clock) {
    BusAddress operator = address.apply(new Account.Operator());
    this.address = address;
    this.redis = redis;
    this.clock = clock;
    this.bus = RedisBus.connect(operator);
    this.post =
        new Correspondence(redis::apply, bus.observer().deadLetters(), () -> log(EventLog.START));
    this.runs = new RunLedger(post::epoch, () -> 0);
    this.divided = operator.username().isPresent();
    if (divided) {
      call("ACL", "LOG", "RESET");
    }
  }

  /** What was put on it, for a test that is about to make it forget. */
  Correspondence post() {
    return post;
  }

  private List<Recorded> log(String after) {
    return bus.observer().events().after(after, ALL);
  }

  @Override
  public RunLedger runs() {
    return runs;
  }

  @Override
  public AuditedBus audited(Set<ProjectId> bodies) {
    return post.retold(bodies);
  }

  /** One on which each Body and the operator are users with no more than their rights. */
  static RedisSkyBus on(RedisServer server, InstantSource clock) {
    return new RedisSkyBus(server::as, server::call, clock);
  }

  /** As {@link #on(RedisServer, InstantSource)}. */
  static RedisSkyBus on(RedisServer.Private server, InstantSource clock) {
    return new RedisSkyBus(server::as, server::call, clock);
  }

  /** One that is reached at {@code address}, and looked at directly. */
  static RedisSkyBus through(BusAddress address, RedisServer.Private server, InstantSource clock) {
    return through(address, server::as, server::call, clock);
  }

  /**
   * One that is reached at {@code address} as {@code users} says, and looked at by {@code redis}.
   */
  static RedisSkyBus through(
      BusAddress address,
      Function<Account, BusAddress> users,
      Function<String[], @Nullable Object> redis,
      InstantSource clock) {
    return new RedisSkyBus(account -> Users.through(address, users.apply(account)), redis, clock);
  }

  /** One that Bodies reach where {@code ofBodies} says when they start. */
  static RedisSkyBus from(
      RedisServer.Private server, InstantSource clock, Supplier<BusAddress> ofBodies) {
    return new RedisSkyBus(
        account ->
            account instanceof Account.Body
                ? Users.through(ofBodies.get(), server.as(account))
                : server.as(account),
        server::call,
        clock);
  }

  @Override
  public Ports ports(
      ProjectId id,
      Lease.Owner owner,
      Observatory.Timing timing,
      StopSign stopSign,
      Ledger ledger) {
    RedisBus own = RedisBus.connect(address.apply(new Account.Body(id)));
    ofBodies.put(owner, own);
    RedisObserver observer = own.observer();
    Lease lease = own.lease(id, Duration.ofSeconds(30));
    return new Ports(
        own.inbox(id, clock),
        own.processingLog(id, owner, clock),
        lease,
        own.heartbeat(id, timing.heartbeatTtl()),
        own.registrar(),
        own.journal(),
        observer.directory(),
        observer.liveness(),
        observer.control(),
        stopSign,
        ledger,
        Outbound.plain());
  }

  @Override
  public void left(Lease.Owner owner) {
    Optional.ofNullable(ofBodies.remove(owner)).ifPresent(RedisBus::close);
  }

  @Override
  public Outbox outbox() {
    return (envelope, alongside) -> {
      bus.outbox().send(envelope, alongside);
      post.sent(envelope);
    };
  }

  @Override
  public void wasSent(Envelope message) {
    post.sent(message);
  }

  @Override
  public Registrar registrar() {
    return bus.registrar();
  }

  @Override
  public Approvals approvals() {
    return bus.observer().approvals();
  }

  @Override
  public ApprovalDesk approvalDesk() {
    return bus.approvalDesk(clock);
  }

  @Override
  public ControlSwitch controlSwitch() {
    return bus.controls(clock);
  }

  @Override
  public List<Event> events() {
    return log(EventLog.START).stream().map(Recorded::event).toList();
  }

  @Override
  public String end() {
    return bus.observer().events().end();
  }

  @Override
  public long queued(ProjectId id) {
    return bus.observer().liveness().queued(id);
  }

  @Override
  public int unreadWaves(ProjectId id) {
    Object cursor = call("GET", Keys.cursor(id));
    return cursor == null ? 0 : list(call("XRANGE", Keys.BROADCAST, "(" + cursor, "+")).size();
  }

  @Override
  public List<Envelope> inboxOf(ProjectId id) {
    return list(call("XRANGE", Keys.inbox(id), "-", "+")).stream()
        .map(entry -> list(list(entry).get(1)))
        .map(fields -> EnvelopeCodec.decode(String.valueOf(fields.get(1))))
        .flatMap(decoded ->
            decoded instanceof Decoded.Valid(Envelope envelope) ? Stream.of(envelope) : Stream.of())
        .toList();
  }

  @Override
  public Presence presence(ProjectId id) {
    return bus.observer().liveness().presence(List.of(id)).getOrDefault(id, new Presence.Offline());
  }

  @Override
  public Optional<LogEntry.State> logState(ProjectId id, Envelope envelope) {
    return Optional.ofNullable(call("HGET", Keys.processingLog(id, envelope.id()), "state"))
        .map(state -> LogEntry.State.valueOf(String.valueOf(state)));
  }

  @Override
  public int attempts(ProjectId id, MessageId message) {
    Object attempts = call("HGET", Keys.processingLog(id, message), "attempts");
    return attempts == null ? 0 : Integer.parseInt(String.valueOf(attempts));
  }

  @Override
  public int deadLetters(ProjectId id) {
    return list(call("XRANGE", Keys.dead(id), "-", "+")).size();
  }

  @Override
  public void rawInbox(ProjectId id, Map<String, String> fields) {
    List<String> command = new ArrayList<>(List.of("XADD", Keys.inbox(id), "*"));
    fields.forEach((name, value) -> command.addAll(List.of(name, value)));
    post.raw(id, String.valueOf(call(command.toArray(String[]::new))), fields);
  }

  @Override
  public void close() {
    ofBodies.values().forEach(RedisBus::close);
    bus.close();
    if (divided) {
      assertThat(Users.refused(redis)).as("what Redis has refused").isEmpty();
    }
  }

  /** The reply of one raw command. */
  @Nullable Object call(String... command) {
    return redis.apply(command);
  }

  private static List<?> list(@Nullable Object reply) {
    return reply instanceof List<?> items ? items : List.of();
  }
}
