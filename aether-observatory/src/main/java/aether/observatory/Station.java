package aether.observatory;

import aether.bus.write.Lease;
import aether.bus.write.Succession;
import aether.config.AetherHome;
import aether.config.PidSpace;
import aether.identity.Identity;
import aether.message.ProjectId;
import aether.observatory.ledger.FileLedger;
import aether.observatory.outbound.BlockedReplies;
import aether.observatory.outbound.Canaries;
import aether.observatory.outbound.Outbound;
import aether.observatory.pipeline.BodySettings;
import aether.observatory.pipeline.Ledger;
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
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Puts a Body's Observatory together on a Redis bus: the one place where its adapters are made. */
public final class Station {
  private Station() {}

  /**
   * What the Bodies of one host share.
   *
   * @param stop while this file exists, nothing runs
   * @param ledgers where each Body keeps what it has spent
   * @param outbound the last look at what a Body, whose folder is given, wants to send
   * @param lease how long a Body stays its Observatory's without a sign of life
   * @param identities what each Body makes of signatures
   */
  public record Host(
      Path stop,
      Function<ProjectId, Ledger> ledgers,
      BiFunction<ProjectId, Path, Outbound> outbound,
      Duration lease,
      Function<ProjectId, Identity> identities) {
    /** One with the usual lease and without signatures. */
    public Host(
        Path stop,
        Function<ProjectId, Ledger> ledgers,
        BiFunction<ProjectId, Path, Outbound> outbound) {
      this(stop, ledgers, outbound, RedisBus.LEASE_TTL, _ -> Identity.NONE);
    }

    /**
     * The one that {@code home} belongs to: ledgers and blocked replies are files in it.
     *
     * @param env the daemon's environment, whose secrets no Body may send
     */
    public static Host of(AetherHome home, Map<String, String> env) {
      InstantSource clock = InstantSource.system();
      return new Host(
          home.stop(),
          id -> FileLedger.at(home.ledgers(), id, clock),
          (id, folder) ->
              new Outbound(
                  new Canaries(home.canaries(), folder, env),
                  BlockedReplies.in(home.blocked(), id, clock)));
    }

    /** The same with another lease. */
    public Host withLease(Duration other) {
      return new Host(stop, ledgers, outbound, other, identities);
    }

    /** The same with what its Bodies make of signatures. */
    public Host withIdentities(Function<ProjectId, Identity> others) {
      return new Host(stop, ledgers, outbound, lease, others);
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
    Lease.Owner owner = owner(clock, host.stop().toAbsolutePath().resolveSibling(PidSpace.FILE));
    return new Observatory(
        settings,
        ports(bus, settings, owner, timing, clock, host),
        owner,
        runner,
        maxParallel,
        timing,
        clock,
        Pause.real());
  }

  private static Ports ports(
      RedisBus bus,
      BodySettings settings,
      Lease.Owner owner,
      Timing timing,
      InstantSource clock,
      Host host) {
    RedisObserver observer = bus.observer();
    ProjectId id = settings.body().id();
    Lease lease = Succession.in(owner.pidSpace(), bus.lease(id, host.lease()));
    return new Ports(
        bus.inbox(id, clock, timing.waveMaxAge()),
        bus.processingLog(id, owner, clock),
        lease,
        bus.heartbeat(id, timing.heartbeatTtl()),
        bus.registrar(),
        bus.journal(),
        observer.directory(),
        observer.liveness(),
        observer.control(),
        new StopFile(host.stop()),
        host.ledgers().apply(id),
        host.outbound().apply(id, settings.workingDir()),
        host.identities().apply(id));
  }

  private static Lease.Owner owner(InstantSource clock, Path hostId) {
    return new Lease.Owner(
        UUID.randomUUID().toString(),
        host(),
        ProcessHandle.current().pid(),
        clock.instant(),
        PidSpace.of(Path.of("/proc"), hostId));
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown host";
    }
  }
}
