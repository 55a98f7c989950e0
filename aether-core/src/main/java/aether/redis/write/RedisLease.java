package aether.redis.write;

import aether.bus.write.Lease;
import aether.message.ProjectId;
import aether.redis.Keys;
import aether.redis.link.Exchange;
import aether.redis.link.Line;
import aether.redis.link.Step;
import io.lettuce.core.KeyValue;
import io.lettuce.core.SetArgs;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The lease in {@code aether:lease:<id>}, and beside it the fence {@code aether:fence:<id>}: the
 * token of its last owner, which stays when the lease lapses.
 */
final class RedisLease implements Lease {
  /** How long it is remembered who owned a Body last. */
  static final Duration FENCE_KEPT = Duration.ofDays(30);

  private final String lease;
  private final String fence;
  private final Duration ttl;
  private final Line line;
  private volatile Proof proof = new Proof("", 0);

  /** Until when, by {@link System#nanoTime}, the lease certainly holds for a token. */
  private record Proof(String token, long until) {}

  RedisLease(ProjectId id, Duration ttl, Line line) {
    this.lease = Keys.lease(id);
    this.fence = Keys.fence(id);
    this.ttl = ttl;
    this.line = line;
  }

  @Override
  public Duration ttl() {
    return ttl;
  }

  @Override
  public Optional<Owner> acquire(Owner me) {
    return take(me, owner -> isMe(owner, me));
  }

  @Override
  public boolean supersede(Owner dead, Owner me) {
    return take(me, owner -> owner.equals(dead) || isMe(owner, me)).isEmpty();
  }

  /** Takes the lease unless somebody has it for whom {@code yields} does not hold. */
  private Optional<Owner> take(Owner me, Predicate<Owner> yields) {
    return line.exclusively(redis -> {
      while (true) {
        long sent = System.nanoTime();
        Optional<Owner> owner = watch(redis).owner();
        if (owner.isPresent() && !yields.test(owner.get())) {
          redis.ask(r -> r.unwatch());
          return owner;
        }
        if (redis.transact(List.of(hold(me), fence(me))).isPresent()) {
          proof = new Proof(me.token(), sent + ttl.toNanos());
          return Optional.empty();
        }
      }
    });
  }

  @Override
  public boolean renew(Owner me) {
    return line.exclusively(redis -> {
      while (true) {
        long sent = System.nanoTime();
        Holding held = watch(redis);
        if (!held.isMine(me)) {
          redis.ask(r -> r.unwatch());
          proof = new Proof("", 0);
          return false;
        }
        List<Step> calls =
            held.fence().isPresent() ? List.of(hold(me)) : List.of(hold(me), fence(me));
        if (redis.transact(calls).isPresent()) {
          proof = new Proof(me.token(), sent + ttl.toNanos());
          return true;
        }
      }
    });
  }

  @Override
  public void release(Owner me) {
    proof = new Proof("", 0);
    boolean _ =
        line.exclusively(redis -> {
          while (watch(redis).owner().filter(owner -> isMe(owner, me)).isPresent()) {
            if (redis.transact(List.of(r -> r.del(lease))).isPresent()) {
              return true;
            }
          }
          redis.ask(r -> r.unwatch());
          return false;
        });
  }

  /** Whether the lease certainly holds for {@code me} at {@code nanoTime}, without asking. */
  boolean provenAt(Owner me, long nanoTime) {
    Proof now = proof;
    return now.token().equals(me.token()) && now.until() - nanoTime > 0;
  }

  /** What stands in both keys, watched. */
  private record Holding(Optional<Owner> owner, Optional<String> fence) {
    /** Mine, or lapsed with nobody after me. */
    boolean isMine(Owner me) {
      return owner.isPresent()
          ? isMe(owner.get(), me)
          : fence.isEmpty() || fence.get().equals(me.token());
    }
  }

  private Holding watch(Exchange redis) {
    redis.post(r -> r.watch(lease, fence));
    List<KeyValue<String, String>> values = redis.ask(r -> r.mget(lease, fence));
    return new Holding(values.get(0).optional().map(OwnerCodec::decode), values.get(1).optional());
  }

  private Step hold(Owner me) {
    String json = OwnerCodec.encode(me);
    return redis -> redis.set(lease, json, SetArgs.Builder.px(ttl.toMillis()));
  }

  private Step fence(Owner me) {
    return redis -> redis.set(fence, me.token(), SetArgs.Builder.ex(FENCE_KEPT));
  }

  private static boolean isMe(Owner owner, Owner me) {
    return owner.token().equals(me.token());
  }
}
