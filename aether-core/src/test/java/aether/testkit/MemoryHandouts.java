package aether.testkit;

import aether.bus.write.Handouts;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.ProjectId;
import java.util.List;
import java.util.function.Predicate;

/** Which answers have been given, in memory. It does not forget. */
final class MemoryHandouts implements Handouts {
  private static final Claimant GIVEN = new Claimant(new ProjectId("given"), "");

  private final Memory memory;

  MemoryHandouts(Memory memory) {
    this.memory = memory;
  }

  @Override
  public List<Claim> claim(ProjectId reader, List<Envelope> answers, Claimant claimant) {
    if (answers.isEmpty()) {
      return List.of();
    }
    return memory.run(
        "claim",
        state ->
            answers.stream().map(answer -> claim(state, key(reader, answer), claimant)).toList());
  }

  @Override
  public void confirm(ProjectId reader, List<Envelope> answers) {
    if (!answers.isEmpty()) {
      boolean _ =
          memory.run(
              "confirm",
              state -> {
                answers.forEach(answer -> state.handouts.put(key(reader, answer), GIVEN));
                return true;
              });
    }
  }

  @Override
  public void release(ProjectId reader, List<Envelope> answers, Claimant claimant) {
    boolean _ =
        memory.run(
            "release",
            state -> {
              answers.forEach(answer -> state.handouts.remove(key(reader, answer), claimant));
              return true;
            });
  }

  @Override
  public Predicate<Envelope> unclaimed(ProjectId reader, ConversationId conversation) {
    return memory.run(
        "unclaimed",
        state -> {
          var known = List.copyOf(state.handouts.keySet());
          return answer -> !known.contains(key(reader, answer));
        });
  }

  private static Claim claim(MemoryState state, List<Object> key, Claimant claimant) {
    Claimant holder = state.handouts.get(key);
    if (GIVEN.equals(holder)) {
      return Claim.GIVEN;
    }
    if (holder != null && !holder.equals(claimant) && isThere(state, holder)) {
      return Claim.HELD;
    }
    state.handouts.put(key, claimant);
    if (holder == null) {
      return Claim.FRESH;
    }
    return holder.equals(claimant) ? Claim.MINE : Claim.ABANDONED;
  }

  private static boolean isThere(MemoryState state, Claimant holder) {
    return state
        .body(holder.id())
        .lease
        .filter(lease -> lease.holds(state.now()))
        .filter(lease -> lease.value().token().equals(holder.token()))
        .isPresent();
  }

  private static List<Object> key(ProjectId reader, Envelope answer) {
    return List.of(reader, answer.conversation(), answer.from(), answer.id(), answer.isVerified());
  }
}
