package aether.testkit;

import aether.bus.write.Lease;
import aether.message.ProjectId;
import aether.testkit.MemoryBody.Until;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The lease of one Body in memory. Whoever had it last is remembered, so that others are fenced.
 */
final class MemoryLease implements Lease {
  private final Memory memory;
  private final ProjectId id;
  private final Duration ttl;

  MemoryLease(Memory memory, ProjectId id, Duration ttl) {
    this.memory = memory;
    this.id = id;
    this.ttl = ttl;
  }

  @Override
  public Duration ttl() {
    return ttl;
  }

  @Override
  public Optional<Owner> acquire(Owner me) {
    return memory.run("acquire", state -> take(state, me, owner -> isMe(owner, me)));
  }

  @Override
  public boolean supersede(Owner dead, Owner me) {
    return memory.run(
        "supersede",
        state -> take(state, me, owner -> owner.equals(dead) || isMe(owner, me)).isEmpty());
  }

  /** Takes the lease unless somebody has it for whom {@code yields} does not hold. */
  private Optional<Owner> take(MemoryState state, Owner me, Predicate<Owner> yields) {
    Optional<Owner> other =
        state
            .body(id)
            .lease
            .filter(held -> held.holds(state.now()))
            .map(Until::value)
            .filter(yields.negate());
    if (other.isEmpty()) {
      take(state, me);
    }
    return other;
  }

  private static boolean isMe(Owner owner, Owner me) {
    return owner.token().equals(me.token());
  }

  @Override
  public boolean renew(Owner me) {
    return memory.run(
        "renew",
        state -> {
          boolean mine = isMine(state, me);
          if (mine) {
            take(state, me);
          }
          return mine;
        });
  }

  @Override
  public void release(Owner me) {
    memory.run(
        "relinquish",
        state -> {
          if (isMine(state, me)) {
            state.body(id).lease =
                state.body(id).lease.map(held -> new Until<>(held.value(), state.now()));
          }
          return state;
        });
  }

  /** Mine, lapsed or not, or nobody's ever. */
  private boolean isMine(MemoryState state, Owner me) {
    return state
        .body(id)
        .lease
        .map(Until::value)
        .map(last -> last.token().equals(me.token()))
        .orElse(true);
  }

  private void take(MemoryState state, Owner me) {
    state.body(id).lease = Optional.of(new Until<>(me, state.now().plus(ttl)));
  }
}
