package aether.mcp;

import aether.bus.Body;
import aether.bus.BusException;
import aether.bus.Presence;
import aether.bus.write.Heartbeat;
import aether.bus.write.Lease;
import aether.bus.write.Outbox;
import aether.bus.write.Succession;
import aether.config.BusAddress;
import aether.identity.Identity;
import aether.identity.Registry;
import aether.identity.Signer;
import aether.identity.Wallet;
import aether.message.Envelope;
import aether.message.ProjectId;
import aether.redis.RedisObserver;
import aether.redis.write.RedisBus;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This server on the bus: connected when it is first needed, then registered and online under an
 * identity of its own until it is closed. A registration that somebody removed comes back with the
 * next beat; identities of servers that were killed are taken away. Safe for use by several
 * threads.
 */
final class Attendance implements Supplier<Session>, AutoCloseable {
  /** How long a server that was killed still looks online (CONTRACT §11). */
  static final Duration TTL = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(Attendance.class);
  private static final int MOST_SESSIONS = 99;
  private static final Duration CLOSING = Duration.ofSeconds(2);
  private static final String DESCRIPTION =
      "an interactive session; it asks, and takes no questions";

  private final Supplier<BusAddress> address;
  private final Supplier<ProjectId> family;
  private final Lease.Owner owner;
  private final Duration ttl;
  private final InstantSource clock;
  private final Wallet wallet;
  private final CountDownLatch closing = new CountDownLatch(1);
  private Optional<Joined> joined = Optional.empty();

  /** What has to be kept up. */
  private record Joined(RedisBus bus, Session session, Lease lease, Heartbeat heartbeat) {}

  /**
   * @param address asked for when it is connected to
   * @param family the identity this server has when no other session of its project is there
   * @param owner this process; its token is unique to it
   */
  Attendance(
      Supplier<BusAddress> address,
      Supplier<ProjectId> family,
      Lease.Owner owner,
      Duration ttl,
      InstantSource clock) {
    this(address, family, owner, ttl, clock, Wallet.NONE);
  }

  /**
   * One that signs.
   *
   * @param wallet the keys it may use
   */
  Attendance(
      Supplier<BusAddress> address,
      Supplier<ProjectId> family,
      Lease.Owner owner,
      Duration ttl,
      InstantSource clock,
      Wallet wallet) {
    this.wallet = wallet;
    this.address = address;
    this.family = family;
    this.owner = owner;
    this.ttl = ttl;
    this.clock = clock;
  }

  /** Begins to join, so that the first call need not wait. */
  void joinAhead() {
    var _ =
        Thread.ofVirtual()
            .name("join-ahead")
            .start(() -> {
              try {
                var _ = get();
              } catch (RuntimeException e) {
                LOG.atWarn().addKeyValue("reason", e.getMessage()).log("not on the bus yet");
              }
            });
  }

  /**
   * This server's session, joined.
   *
   * @throws BusException when the bus is not to be had; the next call tries again
   */
  @Override
  public synchronized Session get() {
    if (joined.isEmpty()) {
      joined = Optional.of(join());
      var _ = Thread.ofVirtual().name("heartbeat").start(this::keepUp);
    }
    return joined.get().session();
  }

  /**
   * Leaves the bus without a trace. May be called more than once and from any thread; a bus that is
   * away is not waited for longer than two seconds.
   */
  @Override
  public void close() {
    closing.countDown();
    Thread leaving = Thread.ofVirtual().name("leave").start(this::leave);
    try {
      boolean _ = leaving.join(CLOSING);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Joined join() {
    if (closing.getCount() == 0) {
      throw new IllegalStateException("this server is ending; start it again");
    }
    RedisBus bus = RedisBus.connect(address.get());
    try {
      Joined now = claim(bus);
      announce(now);
      return now;
    } catch (RuntimeException e) {
      bus.close();
      throw e;
    }
  }

  /** Takes the first identity of the family that no other server has. */
  private Joined claim(RedisBus bus) {
    ProjectId first = family.get();
    for (int n = 1; n <= MOST_SESSIONS; n++) {
      ProjectId me = Session.nth(first, n);
      Lease lease = lease(bus, me);
      if (lease.acquire(owner).isEmpty()) {
        Session session = new Session(me, first, owner.token(), sky(bus, wallet.of(me)));
        return new Joined(bus, session, lease, bus.heartbeat(me, ttl));
      }
    }
    throw new IllegalStateException(
        "there are " + MOST_SESSIONS + " sessions of '" + first + "'; end some of them");
  }

  /** That of a server of this host that was killed is not waited for. */
  private Lease lease(RedisBus bus, ProjectId id) {
    return Succession.in(owner.pidSpace(), bus.lease(id, ttl));
  }

  private Sky sky(RedisBus bus, Identity identity) {
    RedisObserver observer = bus.observer();
    Outbox outbox = bus.outbox();
    Registry registry = Registry.of(observer.directory());
    return new Sky(
        observer.events(),
        observer.directory(),
        observer.liveness(),
        observer.control(),
        (envelope, alongside) -> outbox.send(signer(envelope).sign(envelope), alongside),
        bus.controls(clock),
        bus.handouts(),
        answer -> identity.admit(answer, registry).envelope());
  }

  /** Signs for whoever the message is from: a Body where this user has its key. */
  private Signer signer(Envelope envelope) {
    return wallet.of(envelope.from()).signer();
  }

  private void announce(Joined now) {
    var _ =
        now.bus()
            .registrar()
            .register(
                new Body(
                    now.session().me(),
                    DESCRIPTION,
                    List.of(),
                    wallet.published(now.session().me())),
                true);
    now.heartbeat().beat(new Presence.Idle(clock.instant()));
    sweep(now);
  }

  private void keepUp() {
    try {
      while (!closing.await(ttl.toMillis() / 3, TimeUnit.MILLISECONDS)) {
        keepUpOnce();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void keepUpOnce() {
    try {
      Joined now = joined.orElseThrow();
      if (closing.getCount() > 0 && !now.lease().renew(owner)) {
        now = claim(now.bus());
        joined = Optional.of(now);
      }
      if (closing.getCount() > 0) {
        announce(now);
      }
    } catch (RuntimeException e) {
      LOG.atDebug().addKeyValue("reason", e.getMessage()).log("no heartbeat this time");
    }
  }

  /** Takes away what servers have left that ended without leaving. */
  private void sweep(Joined now) {
    List<ProjectId> others =
        now.session().sky().directory().bodies().keySet().stream()
            .filter(id -> id.isSession() && !id.equals(now.session().me()))
            .toList();
    now.session()
        .sky()
        .liveness()
        .presence(others)
        .forEach((id, presence) -> {
          if (presence instanceof Presence.Offline) {
            sweep(now.bus(), id);
          }
        });
  }

  /** What another project's server has left is for its own to take away, where users differ. */
  private void sweep(RedisBus bus, ProjectId ghost) {
    try {
      dismiss(bus, ghost);
    } catch (BusException.Denied e) {
      LOG.atDebug().addKeyValue("body", ghost).log("left as it is: {}", e.getMessage());
    }
  }

  private void dismiss(RedisBus bus, ProjectId ghost) {
    Lease lease = lease(bus, ghost);
    if (lease.acquire(owner).isEmpty()) {
      bus.registrar().dismiss(ghost);
      lease.release(owner);
    }
  }

  private synchronized void leave() {
    if (joined.isEmpty()) {
      return;
    }
    Joined now = joined.get();
    joined = Optional.empty();
    try {
      now.heartbeat().stop();
      now.bus().registrar().dismiss(now.session().me());
      now.lease().release(owner);
    } catch (BusException e) {
      LOG.warn("'{}' stays on the bus for now: {}", now.session().me(), e.getMessage());
    } finally {
      now.bus().close();
    }
  }
}
