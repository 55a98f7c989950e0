package aether.cli.doctor;

import aether.bus.BusException;
import aether.config.BusAddress;
import aether.config.ConfigException;
import aether.redis.Certificate;
import aether.redis.RedisObserver;
import aether.redis.ServerInfo;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The Redis of the bus: there, new enough, and careful with messages. */
final class BusExamination implements Examination {
  private static final String SUBJECT = "bus";
  private static final Duration TOLERABLE = Duration.ofSeconds(2);
  private static final int[] OLDEST = {6, 2};

  private final BusAddress address;
  private final InstantSource clock;

  BusExamination(BusAddress address, InstantSource clock) {
    this.address = address;
    this.clock = clock;
  }

  @Override
  public List<Finding> look() {
    try (RedisObserver bus = RedisObserver.connect(address)) {
      ServerInfo server = bus.server();
      List<Finding> found = new ArrayList<>(List.of(version(server), kept(server), policy(server)));
      server
          .time()
          .map(time -> skew(Duration.between(time, clock.instant())))
          .ifPresent(found::add);
      bus.certificates().forEach(certificate -> found.add(term(certificate)));
      return found;
    } catch (BusException | ConfigException e) {
      return List.of(Finding.failure(SUBJECT, String.valueOf(e.getMessage())));
    }
  }

  private Finding version(ServerInfo server) {
    String said = "Redis " + server.version() + " at " + address.display() + ", " + server.role();
    if (server.version().equals(ServerInfo.UNKNOWN)) {
      return Finding.warning(
          SUBJECT, "at " + address.display() + "; it does not say more", "allow INFO to this user");
    }
    return isOld(server.version())
        ? Finding.failure(SUBJECT, said, "Aether needs Redis 6.2 or newer, or Valkey")
        : Finding.ok(SUBJECT, said);
  }

  private static boolean isOld(String version) {
    String[] parts = version.split("\\.");
    int major = number(parts, 0);
    return major < OLDEST[0] || (major == OLDEST[0] && number(parts, 1) < OLDEST[1]);
  }

  private static int number(String[] parts, int place) {
    return Optional.of(parts)
        .filter(all -> all.length > place && all[place].matches("\\d{1,6}"))
        .map(all -> Integer.parseInt(all[place]))
        .orElse(Integer.MAX_VALUE);
  }

  private static Finding kept(ServerInfo server) {
    return server.persistent()
        ? Finding.ok("persistence", "on: messages survive a restart of Redis")
        : Finding.warning(
            "persistence",
            "off: a restart of Redis loses every message",
            "`CONFIG SET appendonly yes`, and in its configuration file");
  }

  private static Finding policy(ServerInfo server) {
    String policy = server.maxmemoryPolicy();
    return switch (policy) {
      case "noeviction" -> Finding.ok("memory", policy + " when full");
      case ServerInfo.UNKNOWN ->
          Finding.warning("memory", "it does not say what it does when full", "allow INFO");
      default ->
          Finding.failure(
              "memory",
              policy + " when full: Redis may throw messages away",
              "`CONFIG SET maxmemory-policy noeviction`, and in its configuration file");
    };
  }

  private Finding term(Certificate certificate) {
    return certificate
        .warning(clock.instant())
        .map(ending ->
            Finding.warning("certificate", ending, "renew it before (scripts/make-certs.sh)"))
        .orElseGet(() ->
            Finding.ok("certificate", certificate.whose() + " holds until " + certificate.until()));
  }

  private static Finding skew(Duration ahead) {
    String said = "this host is " + ahead.toMillis() + " ms ahead of Redis";
    return ahead.abs().compareTo(TOLERABLE) > 0
        ? Finding.warning("clock", said, "set both clocks by the same source (NTP)")
        : Finding.ok("clock", "within " + TOLERABLE.toSeconds() + " s of that of Redis");
  }
}
