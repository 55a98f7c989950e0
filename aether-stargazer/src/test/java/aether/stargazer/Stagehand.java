package aether.stargazer;

import aether.bus.Recorded;
import aether.config.BusAddress;
import aether.config.Secret;
import aether.event.Event;
import aether.event.EventCodec;
import aether.redis.RedisObserver;
import aether.testkit.RedisServer;
import aether.wire.Json;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Sets a bus up for those who look at it. */
final class Stagehand {
  private final RedisServer redis;

  Stagehand(RedisServer redis) {
    this.redis = redis;
  }

  /** Registers the Bodies of {@link Scenes}; most of them are online, two think. */
  void bodies(Instant now) {
    for (List<String> body : Scenes.BODIES) {
      String id = body.getFirst();
      ObjectNode entry = Json.object().put("description", body.getLast());
      entry.putArray("capabilities").add("api").add(id);
      entry.put("inbox", "aether:inbox:" + id).putNull("working_dir");
      redis.call("HSET", "aether:registry", id, Json.write(entry));
      if (!List.of("docs", "ledger").contains(id)) {
        String beat = String.format(Locale.ROOT, "%d.0", now.getEpochSecond());
        redis.call("SET", "aether:heartbeat:" + id, beat, "EX", "600");
      }
      if (List.of("orders_api", "warehouse").contains(id)) {
        redis.call(
            "SET",
            "aether:presence:" + id,
            "{\"state\": \"thinking\", \"turns\": 1, \"since\": \"" + now + "\"}",
            "EX",
            "600");
      }
    }
    redis.call("SET", "aether:control:project:search", "killed");
  }

  /** Puts {@code events} into the mirror, each at its own time. */
  void tell(List<Event> events) {
    for (Event event : events) {
      tell(event.at(), EventCodec.encode(event));
    }
  }

  void tell(Instant at, String data) {
    redis.call("XADD", "aether:events", at.toEpochMilli() + "-*", "data", data);
  }

  /**
   * The bus as the user who may only read what Stargazer needs.
   *
   * @param more rights beyond that, each a rule of {@code ACL SETUSER}
   */
  static BusAddress reader(RedisServer redis, String... more) {
    List<String> rule =
        new ArrayList<>(
            List.of(
                ("ACL SETUSER stargazer reset on >look resetkeys resetchannels -@all +hello +ping"
                        + " +client|setname +client|id +time +xrange +xrevrange +xread +xlen"
                        + " +xinfo|stream +hget +hgetall +hexists +exists +get +mget"
                        + " %R~aether:events %R~aether:registry %R~aether:heartbeat:*")
                    .split(" ")));
    rule.addAll(List.of(more));
    redis.call(rule.toArray(String[]::new));
    BusAddress bus = redis.address();
    return new BusAddress(
        bus.host(),
        bus.port(),
        bus.db(),
        Optional.of("stargazer"),
        Optional.of(new Secret("look")),
        bus.tls());
  }

  /** A server over {@code observer}. */
  static Stargazer serve(RedisObserver observer, int port) {
    return Stargazer.of(observer, InstantSource.system(), port);
  }

  static Stargazer.Source source(RedisObserver observer) {
    return Stargazer.Source.of(observer, InstantSource.system());
  }

  /** The ids of what is in the mirror. */
  static List<String> ids(RedisObserver observer) {
    return new ArrayList<>(
        observer.events().after("0-0", 10_000).stream().map(Recorded::position).toList());
  }
}
