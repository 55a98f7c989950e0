package aether.redis;

import aether.bus.Body;
import aether.bus.Directory;
import aether.message.ProjectId;
import aether.redis.link.Link;
import aether.redis.link.RegistryCodec;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The registry in the hash {@code aether:registry}. */
final class RedisDirectory implements Directory {
  private static final Logger LOG = LoggerFactory.getLogger(RedisDirectory.class);

  private final Link link;

  RedisDirectory(Link link) {
    this.link = link;
  }

  @Override
  public Map<ProjectId, Body> bodies() {
    Map<ProjectId, Body> bodies = new TreeMap<>();
    link.ask(redis -> redis.hgetall(Keys.REGISTRY))
        .forEach((id, json) -> body(id, json).ifPresent(body -> bodies.put(body.id(), body)));
    return bodies;
  }

  @Override
  public Optional<Body> find(ProjectId id) {
    return link.find(redis -> redis.hget(Keys.REGISTRY, id.value()))
        .flatMap(json -> body(id.value(), json));
  }

  private static Optional<Body> body(String id, String json) {
    Optional<Body> body =
        usable(id).flatMap(key -> RegistryCodec.decode(json).map(entry -> entry.body(key)));
    if (body.isEmpty()) {
      LOG.atWarn().addKeyValue("body", id).log("an unreadable registry entry is left out");
    }
    return body;
  }

  private static Optional<ProjectId> usable(String id) {
    try {
      return Optional.of(new ProjectId(id)).filter(ProjectId::isSafe);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
