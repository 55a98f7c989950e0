package aether.testkit;

import aether.bus.write.Lease;
import aether.message.ProjectId;
import aether.testkit.MemoryBody.Until;
import java.time.Duration;
import java.util.Optional;

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
    return memory.run(
        "acquire",
        state -> {
          Optional<Owner> other =
              state
                  .body(id)
                  .lease
                  .filter(held -> held.holds(state.now()))
                  .map(Until::value)
                  .filter(owner -> !owner.token().equals(me.token()));
          if (other.isEmpty()) {
            take(state, me);
          }
          return other;
        });
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
