package aether.redis;

import aether.bus.BusException;
import aether.redis.link.Call;
import aether.redis.link.Link;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code INFO}; a user without the right to it gets a record that says so. */
final class ServerInfoReader {
  private ServerInfoReader() {}

  static ServerInfo read(Link link) {
    Map<String, String> info =
        permitted(link, redis -> redis.info()).map(ServerInfoReader::fields).orElse(Map.of());
    boolean appendOnly = text(info, "aof_enabled").equals("1");
    return new ServerInfo(
        text(info, "redis_version"),
        text(info, "redis_mode"),
        text(info, "role"),
        appendOnly || snapshots(link),
        text(info, "maxmemory_policy"),
        number(info, "used_memory"),
        Duration.ofSeconds(number(info, "uptime_in_seconds")),
        number(info, "connected_clients"),
        permitted(link, redis -> redis.time()).flatMap(ServerInfoReader::time));
  }

  /** Seconds and microseconds, as {@code TIME} answers. */
  private static Optional<Instant> time(List<String> parts) {
    return parts.size() == 2
        ? Optional.of(
            Instant.ofEpochSecond(
                Long.parseLong(parts.get(0)), Long.parseLong(parts.get(1)) * 1000))
        : Optional.empty();
  }

  private static boolean snapshots(Link link) {
    return permitted(link, redis -> redis.configGet("save"))
        .map(config -> !config.getOrDefault("save", "").isBlank())
        .orElse(false);
  }

  private static <T> Optional<T> permitted(Link link, Call<T> call) {
    try {
      return link.find(call);
    } catch (BusException.Denied e) {
      return Optional.empty();
    }
  }

  static Map<String, String> fields(String info) {
    Map<String, String> fields = new HashMap<>();
    info.lines()
        .map(line -> line.split(":", 2))
        .filter(parts -> parts.length == 2)
        .forEach(parts -> fields.put(parts[0], parts[1].strip()));
    return fields;
  }

  private static String text(Map<String, String> fields, String name) {
    return fields.getOrDefault(name, ServerInfo.UNKNOWN);
  }

  /** The number of that name; 0 when there is none, or none that fits. */
  static long number(Map<String, String> fields, String name) {
    String value = fields.getOrDefault(name, "");
    return value.matches("\\d{1,18}") ? Long.parseLong(value) : 0;
  }
}
