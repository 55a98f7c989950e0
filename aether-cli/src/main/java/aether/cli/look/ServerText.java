package aether.cli.look;

import aether.redis.ServerInfo;
import java.time.Duration;
import java.util.List;

/** What a server says of itself, as lines of a terminal. */
public final class ServerText {
  private static final String SAFE_POLICY = "noeviction";

  private ServerText() {}

  /** Version, persistence, memory and age; a danger to messages is named as such. */
  public static List<String> lines(ServerInfo server) {
    return List.of(
        "version      " + server.version() + " (" + server.mode() + ", " + server.role() + ")",
        "persistence  " + persistence(server.persistent()),
        "memory       " + server.usedMemoryBytes() / 1024 + " KiB, " + policy(server),
        "uptime       " + age(server.uptime()) + ", " + server.clients() + " connections");
  }

  private static String persistence(boolean persistent) {
    return persistent
        ? "on: messages survive a restart"
        : "OFF: a restart of Redis loses every message; turn appendonly on";
  }

  private static String policy(ServerInfo server) {
    String policy = server.maxmemoryPolicy();
    return policy.equals(SAFE_POLICY) || policy.equals(ServerInfo.UNKNOWN)
        ? policy + " when full"
        : policy + " when full: Redis may drop messages; set maxmemory-policy noeviction";
  }

  private static String age(Duration uptime) {
    long minutes = uptime.toMinutes();
    return minutes < 2
        ? uptime.toSeconds() + " s"
        : minutes < 120
            ? minutes + " min"
            : uptime.toHours() < 48 ? uptime.toHours() + " h" : uptime.toDays() + " days";
  }
}
