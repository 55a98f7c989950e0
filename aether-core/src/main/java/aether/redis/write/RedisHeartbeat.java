package aether.redis.write;

import aether.bus.Presence;
import aether.bus.write.Heartbeat;
import aether.message.ProjectId;
import aether.redis.Keys;
import aether.redis.link.Link;
import aether.redis.link.PresenceCodec;
import io.lettuce.core.SetArgs;
import java.time.Duration;
import java.util.Optional;

/** The keys {@code aether:heartbeat:<id>} and {@code aether:presence:<id>}. */
final class RedisHeartbeat implements Heartbeat {
  private final String heartbeat;
  private final String presence;
  private final Duration ttl;
  private final Link link;

  RedisHeartbeat(ProjectId id, Duration ttl, Link link) {
    this.heartbeat = Keys.heartbeat(id);
    this.presence = Keys.presence(id);
    this.ttl = ttl;
    this.link = link;
  }

  @Override
  public void beat(Presence now) {
    Optional<String> text = PresenceCodec.encode(now);
    Link.Answer<?> said =
        text.isPresent()
            ? link.send(r -> r.set(presence, text.get(), expiring()))
            : link.send(r -> r.del(presence));
    String at = PresenceCodec.beat(now);
    var beaten = link.send(r -> r.set(heartbeat, at, expiring()));
    said.get();
    beaten.get();
  }

  @Override
  public void stop() {
    link.ask(r -> r.del(heartbeat, presence));
  }

  private SetArgs expiring() {
    return SetArgs.Builder.px(ttl);
  }
}
