package aether.redis.write;

import aether.bus.BusException;
import aether.bus.write.Lease.Owner;
import aether.bus.write.ProcessingLog.Fenced;
import aether.message.ProjectId;
import aether.redis.Keys;
import aether.redis.link.Exchange;
import aether.redis.link.Failures;
import aether.redis.link.Line;
import aether.redis.link.Link;
import aether.redis.link.Step;
import io.lettuce.core.KeyValue;
import io.lettuce.core.SetArgs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Commits several transactions as one {@code MULTI … EXEC}, under a {@linkplain Watch watch} over
 * the fence and over the operator's keys, and reads in the same round trip. For use by one thread.
 *
 * <p>When a reply is lost, nothing is repeated before it is known that nothing happened: touching
 * the fence voids what may still be on its way, then each transaction is looked up.
 */
final class GroupCommit implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long FIRST_PAUSE_MILLIS = 20;
  private static final long LAST_PAUSE_MILLIS = 1_000;

  private final ProjectId id;
  private final String fence;
  private final Owner me;
  private final RedisLease lease;
  private final Line line;
  private final Supplier<Set<String>> inFlight;
  private @Nullable Watch watch;

  /**
   * @param inFlight the operator's keys that bear on messages now in a turn
   */
  GroupCommit(ProjectId id, Owner me, RedisLease lease, Line line, Supplier<Set<String>> inFlight) {
    this.id = id;
    this.fence = Keys.fence(id);
    this.me = me;
    this.lease = lease;
    this.line = line;
    this.inFlight = inFlight;
  }

  /** Commits {@code batch}; when it returns, every caller has been told. */
  void commit(List<Errand> batch) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    boolean doubt = batch.stream().anyMatch(Errand::isInDoubt);
    List<Errand> open = open(batch);
    for (int failures = 0; !open.isEmpty(); open = open(batch)) {
      try {
        proceed(open, doubt);
        doubt = false;
      } catch (BusException.Unusable e) {
        throw e;
      } catch (BusException.Unavailable e) {
        doubt |= !Failures.answered(e);
        if (System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        pause(failures++);
      }
    }
  }

  @Override
  public void close() {
    line.close();
  }

  private static List<Errand> open(List<Errand> batch) {
    return batch.stream().filter(Errand::isOpen).toList();
  }

  private void proceed(List<Errand> open, boolean doubt) {
    List<Submission<?>> writes = new ArrayList<>();
    List<Reading<?>> reads = new ArrayList<>();
    for (Errand errand : open) {
      switch (errand) {
        case Submission<?> write -> writes.add(write);
        case Reading<?> read -> reads.add(read);
      }
    }
    boolean _ =
        line.exclusively(redis -> {
          if (doubt) {
            lookUp(redis, writes);
          } else {
            Runnable answer = read(redis, reads);
            write(redis, writes);
            answer.run();
          }
          return doubt;
        });
  }

  /**
   * Posts what is to be read, and a watch over the fence for the writes it may lead to; both go out
   * with whatever is sent next.
   *
   * @return waits for the replies and tells the callers
   */
  private Runnable read(Exchange redis, List<Reading<?>> open) {
    if (open.isEmpty()) {
      return () -> {};
    }
    Set<String> keys = new HashSet<>();
    open.forEach(each -> keys.addAll(each.keys()));
    Link.Answer<List<KeyValue<String, String>>> values = values(redis, keys);
    List<Reading.Posted> posted = open.stream().map(each -> each.post(redis)).toList();
    return () -> {
      redis.flush();
      Map<String, String> found = Watch.present(values.get());
      posted.forEach(each -> each.tell(found));
    };
  }

  /** The values of {@code keys}, read by the watch that is set now if none is set already. */
  private Link.Answer<List<KeyValue<String, String>>> values(Exchange redis, Set<String> keys) {
    Watch armed = watch;
    if (armed != null && armed.covers(redis, Set.of(fence))) {
      return redis.post(r -> r.mget(keys.toArray(String[]::new)));
    }
    Watch set = Watch.set(redis, Set.of(fence), keys);
    watch = set;
    return set.read();
  }

  /** Writes what may be written; what a changed key has prevented stays open. */
  private void write(Exchange redis, List<Submission<?>> open) {
    if (open.isEmpty()) {
      return;
    }
    Set<String> keys = keys(open);
    Optional<Watch> ahead = Optional.ofNullable(watch).filter(set -> set.covers(redis, keys));
    Watch set = ahead.orElseGet(() -> Watch.set(redis, keys));
    watch = set;
    Map<String, String> values = set.values();
    boolean stale = ahead.isPresent() && open.stream().anyMatch(each -> each.isVetoed(values));
    if (stale || !owned(values)) {
      watch = null;
      return;
    }
    List<Submission<?>> live = open.stream().filter(each -> !each.tellVeto(values)).toList();
    if (live.isEmpty()) {
      return;
    }
    watch = null;
    List<Step> calls = live.stream().flatMap(each -> each.calls().stream()).toList();
    try {
      redis.attempt(calls, () -> watchAhead(redis)).ifPresent(all -> tell(live, all));
    } catch (RuntimeException e) {
      if (!Failures.answered(e)) {
        throw e;
      }
      refused(redis, live, e);
    }
  }

  /** Redis has refused all because of one; each is tried alone, so that only that one fails. */
  private void refused(Exchange redis, List<Submission<?>> live, RuntimeException failure) {
    if (live.size() == 1) {
      live.getFirst().failed(failure);
    } else {
      live.forEach(each -> write(redis, List.of(each)));
    }
  }

  private static void tell(List<Submission<?>> written, List<Object> replies) {
    int from = 0;
    for (Submission<?> each : written) {
      List<Object> own = replies.subList(from, from + each.calls().size());
      Exchange.failure(own)
          .ifPresentOrElse(
              first -> each.failed(new HalfWritten(own, first)), () -> each.written(own));
      from += own.size();
    }
  }

  private void lookUp(Exchange redis, List<Submission<?>> open) {
    boolean mine = touchFence(redis);
    open.forEach(each -> each.lookUp(redis));
    if (!mine) {
      throw fenced();
    }
  }

  /** Writes the fence anew, so that no earlier transaction under a watch over it can succeed. */
  private boolean touchFence(Exchange redis) {
    SetArgs kept = SetArgs.Builder.ex(RedisLease.FENCE_KEPT);
    while (true) {
      redis.post(r -> r.watch(fence));
      Optional<String> token = redis.find(r -> r.get(fence));
      if (token.isEmpty()) {
        return lease.renew(me);
      }
      if (!token.get().equals(me.token())) {
        return false;
      }
      if (redis.transact(List.of(r -> r.set(fence, me.token(), kept))).isPresent()) {
        return true;
      }
    }
  }

  /**
   * Whether the Body is certainly mine by {@code values}; when only the fence is gone and I have
   * got it back, they are stale.
   *
   * @throws Fenced when it is not
   */
  private boolean owned(Map<String, String> values) {
    String token = values.get(fence);
    boolean mine = me.token().equals(token);
    if (mine && lease.provenAt(me, System.nanoTime())) {
      return true;
    }
    if ((mine || token == null) && lease.renew(me)) {
      return mine;
    }
    throw fenced();
  }

  private Fenced fenced() {
    return new Fenced(id, lease.ttl());
  }

  private Set<String> keys(List<Submission<?>> open) {
    Set<String> keys = new HashSet<>(Set.of(fence));
    open.forEach(each -> keys.addAll(each.guards()));
    return keys;
  }

  private void watchAhead(Exchange redis) {
    Set<String> keys = new HashSet<>(inFlight.get());
    if (!keys.isEmpty()) {
      keys.add(fence);
      watch = Watch.set(redis, keys);
    }
  }

  private static void pause(int failures) {
    long most = Math.min(LAST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(failures, 10));
    long millis = ThreadLocalRandom.current().nextLong(most / 2, most + 1);
    LockSupport.parkNanos(Duration.ofMillis(millis).toNanos());
  }
}
