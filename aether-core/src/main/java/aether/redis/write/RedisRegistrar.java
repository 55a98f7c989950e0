package aether.redis.write;

import aether.bus.Body;
import aether.bus.PublishedKey;
import aether.bus.write.Registrar;
import aether.message.ProjectId;
import aether.redis.Keys;
import aether.redis.link.Exchange;
import aether.redis.link.Line;
import aether.redis.link.RegistryCodec;
import aether.redis.link.RegistryEntry;
import aether.redis.link.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Changes the hash {@code aether:registry}, each time under a watch over it. */
final class RedisRegistrar implements Registrar {
  private final Line line;

  RedisRegistrar(Line line) {
    this.line = line;
  }

  @Override
  public Registration register(Body body, boolean force) {
    return line.exclusively(redis -> {
      while (true) {
        Registration outcome = decide(existing(redis, body.id()), body, force);
        boolean writes =
            outcome instanceof Registration.Added || outcome instanceof Registration.Replaced;
        if (!writes) {
          redis.ask(r -> r.unwatch());
          return outcome;
        }
        String entry = RegistryCodec.encode(entry(outcome, body));
        Step put = r -> r.hset(Keys.REGISTRY, body.id().value(), entry);
        if (redis.transact(List.of(put)).isPresent()) {
          return outcome;
        }
      }
    });
  }

  @Override
  public boolean unregister(ProjectId id) {
    return remove(id, List.of(Keys.heartbeat(id), Keys.presence(id)));
  }

  @Override
  public void dismiss(ProjectId transientId) {
    if (!transientId.isTransient()) {
      throw new IllegalArgumentException(
          "'"
              + transientId
              + "' is not a transient identity; only ids that begin with "
              + ProjectId.TRANSIENT_PREFIX
              + " are dismissed, unregister it instead");
    }
    boolean _ =
        remove(
            transientId,
            List.of(
                Keys.heartbeat(transientId), Keys.presence(transientId), Keys.inbox(transientId)));
  }

  private boolean remove(ProjectId id, List<String> keys) {
    List<Step> calls = new ArrayList<>();
    calls.add(r -> r.hdel(Keys.REGISTRY, id.value()));
    calls.add(r -> r.del(keys.toArray(String[]::new)));
    return line.exclusively(redis -> redis.transact(calls))
        .map(List::getFirst)
        .filter(removed -> removed.equals(1L))
        .isPresent();
  }

  private static Optional<String> existing(Exchange redis, ProjectId id) {
    redis.post(r -> r.watch(Keys.REGISTRY));
    return redis.find(r -> r.hget(Keys.REGISTRY, id.value()));
  }

  /** What cannot be read is not known to be the same: it is left alone unless forced. */
  private static Registration decide(Optional<String> existing, Body body, boolean force) {
    return Registration.of(
        existing.map(json ->
            RegistryCodec.decode(json)
                .filter(entry -> entry.inbox().equals(Keys.inbox(body.id())))
                .map(entry -> entry.body(body.id()))
                .orElseGet(() -> new Body(body.id(), "an unreadable entry", List.of()))),
        body,
        force);
  }

  /** Nobody loses a key by being described anew. */
  private static RegistryEntry entry(Registration outcome, Body body) {
    Optional<PublishedKey> kept =
        outcome instanceof Registration.Replaced(Body before) ? before.key() : Optional.empty();
    return RegistryEntry.of(
        body.key().isPresent() || kept.isEmpty() ? body : body.with(kept.get()));
  }
}
