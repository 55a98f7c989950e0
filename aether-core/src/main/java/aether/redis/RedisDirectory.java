package aether.redis;

import aether.bus.Body;
import aether.bus.Directory;
import aether.message.ProjectId;
import aether.redis.link.Link;
import aether.redis.link.RegistryCodec;
import aether.view.TerminalText;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The registry in the hash {@code aether:registry}. */
final class RedisDirectory implements Directory {
  private static final Logger LOG = LoggerFactory.getLogger(RedisDirectory.class);

  private static final int LONGEST_TOLD = 64;
  private static final int MOST_TOLD = 256;

  private final Link link;

  /** The unreadable ids that the log was told of; each of them once. */
  private final Set<String> told = ConcurrentHashMap.newKeySet();

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

  private Optional<Body> body(String id, String json) {
    Optional<Body> body =
        ProjectId.parse(id)
            .flatMap(key -> RegistryCodec.decode(json).map(entry -> entry.body(key)));
    if (body.isEmpty()) {
      tell(TerminalText.line(id, LONGEST_TOLD));
    }
    return body;
  }

  private void tell(String id) {
    if (told.size() < MOST_TOLD && told.add(id)) {
      LOG.atWarn().addKeyValue("body", id).log("an unreadable registry entry is left out");
    }
  }
}
