package aether.observatory;

import aether.bus.write.Lease;
import aether.message.ProjectId;
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
import java.time.InstantSource;
import java.util.UUID;

/** Puts a Body's Observatory together on a Redis bus: the one place where its adapters are made. */
public final class Station {
  private Station() {}

  /**
   * The Observatory of one Body; it is not started.
   *
   * @param bus stays the caller's to close, after the Observatory
   * @param maxParallel turns at the same time, at most
   * @param stop while this file exists, nothing runs
   */
  public static Observatory on(
      RedisBus bus,
      BodySettings settings,
      AgentRunner runner,
      int maxParallel,
      Timing timing,
      Path stop) {
    InstantSource clock = InstantSource.system();
    Lease.Owner owner = owner(clock, stop.toAbsolutePath().resolveSibling("host-id"));
    return new Observatory(
        settings,
        ports(bus, settings.body().id(), owner, timing, clock, new StopFile(stop)),
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
      StopFile stop) {
    RedisObserver observer = bus.observer();
    Lease lease = Succession.in(owner.pidSpace(), bus.lease(id, RedisBus.LEASE_TTL));
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
        stop);
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
