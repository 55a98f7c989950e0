package aether.redis.write;

import aether.bus.BusException;
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
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lease in {@code aether:lease:<id>}, and beside it the fence {@code aether:fence:<id>}: the
 * token of its last owner, which stays when the lease lapses.
 */
final class RedisLease implements Lease {
  /** How long it is remembered who owned a Body last. */
  static final Duration FENCE_KEPT = Duration.ofDays(30);

  private static final Logger LOG = LoggerFactory.getLogger(RedisLease.class);
  private static final Duration UNREADABLE_GRACE = Duration.ofSeconds(2);
  private static final Duration UNREADABLE_POLL = Duration.ofMillis(250);

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

  /**
   * Waits out what nobody can read, since it may be somebody's; at most as long as a lease lasts.
   */
  @Override
  public Optional<Owner> acquire(Owner me) {
    long deadline = System.nanoTime() + ttl.plus(UNREADABLE_GRACE).toNanos();
    Optional<Owner> other = take(me, owner -> isMe(owner, me));
    while (other.filter(OwnerCodec::isUnreadable).isPresent()) {
      if (System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted()) {
        throw new BusException.Unusable(
            "'%s' holds what no Observatory writes, and it does not end soon; delete it"
                .formatted(lease),
            new IllegalStateException(lease));
      }
      LockSupport.parkNanos(UNREADABLE_POLL.toNanos());
      other = take(me, owner -> isMe(owner, me));
    }
    return other;
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
        Optional<Owner> owner = lasting(redis, watch(redis).owner());
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

  /** Leaves out an unreadable owner without an end: every Observatory's lease has one. */
  private Optional<Owner> lasting(Exchange redis, Optional<Owner> owner) {
    if (owner.filter(OwnerCodec::isUnreadable).isEmpty()) {
      return owner;
    }
    boolean ends = redis.ask(r -> r.pttl(lease)) >= 0;
    LOG.warn(
        "'{}' holds what no Observatory writes; {}",
        lease,
        ends ? "waiting until it ends" : "it has no end, and is taken over");
    return ends ? owner : Optional.empty();
  }

  /** Whether the lease certainly holds for {@code me} at {@code nanoTime}, without asking. */
  boolean provenAt(Owner me, long nanoTime) {
    Proof now = proof;
    return now.token().equals(me.token()) && now.until() - nanoTime > 0;
  }

  /** What stands in both keys, watched. */
  private record Holding(Optional<Owner> owner, Optional<String> fence) {
    /** Mine, or lapsed (or spoilt) with nobody after me: who takes over writes the fence. */
    boolean isMine(Owner me) {
      Optional<Owner> readable = owner.filter(each -> !OwnerCodec.isUnreadable(each));
      return readable.isPresent()
          ? isMe(readable.get(), me)
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
