package aether.observatory;

import aether.bus.write.Lease;
import aether.config.AetherHome;
import aether.message.ProjectId;
import aether.observatory.ledger.FileLedger;
import aether.observatory.pipeline.BodySettings;
import aether.observatory.pipeline.Observatory;
import aether.observatory.pipeline.Observatory.Timing;
import aether.observatory.pipeline.Pause;
import aether.observatory.pipeline.Ports;
import aether.observatory.turn.AgentRunner;
import aether.redis.RedisObserver;
import aether.redis.write.RedisBus;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;

/** Puts a Body's Observatory together on a Redis bus: the one place where its adapters are made. */
public final class Station {
  /** How long a Body stays its Observatory's without a sign of life. */
  private static final Duration LEASE_TTL = Duration.ofSeconds(30);

  private Station() {}

  /**
   * What the Bodies of one host share.
   *
   * @param stop while this file exists, nothing runs
   * @param ledgers the directory that says what they have spent
   */
  public record Host(Path stop, Path ledgers) {
    /** The one that {@code home} belongs to. */
    public static Host of(AetherHome home) {
      return new Host(home.stop(), home.ledgers());
    }
  }

  /**
   * The Observatory of one Body; it is not started.
   *
   * @param bus stays the caller's to close, after the Observatory
   * @param maxParallel turns at the same time, at most
   */
  public static Observatory on(
      RedisBus bus,
      BodySettings settings,
      AgentRunner runner,
      int maxParallel,
      Timing timing,
      Host host) {
    InstantSource clock = InstantSource.system();
    Lease.Owner owner = owner(clock);
    return new Observatory(
        settings,
        ports(bus, settings.body().id(), owner, timing, clock, host),
        owner,
        runner,
        maxParallel,
        timing,
        clock,
        Pause.real());
  }

  private static Ports ports(
      RedisBus bus,
      ProjectId id,
      Lease.Owner owner,
      Timing timing,
      InstantSource clock,
      Host host) {
    RedisObserver observer = bus.observer();
    Lease lease = Succession.on(owner.host(), bus.lease(id, LEASE_TTL));
    return new Ports(
        bus.inbox(id, clock),
        bus.processingLog(id, owner, clock),
        lease,
        bus.heartbeat(id, timing.heartbeatTtl()),
        bus.registrar(),
        bus.journal(),
        observer.directory(),
        observer.liveness(),
        observer.control(),
        new StopFile(host.stop()),
        FileLedger.at(host.ledgers(), id, clock));
  }

  private static Lease.Owner owner(InstantSource clock) {
    return new Lease.Owner(
        UUID.randomUUID().toString(), host(), ProcessHandle.current().pid(), clock.instant());
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown host";
    }
  }
}
