package aether.testkit;

import aether.bus.write.DeadLetterOffice;
import aether.bus.write.LogEntry;
import aether.event.Action;
import aether.event.Event;
import aether.message.ProjectId;
import aether.testkit.MemoryBody.LogKey;
import aether.testkit.MemoryStream.Placed;
import aether.testkit.MemoryStream.Position;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The operator's decisions about dead letters in memory. */
record MemoryDeadLetterOffice(Memory memory) implements DeadLetterOffice {
  @Override
  public Retry retry(ProjectId body, String letter, String actor) {
    return memory.run("retry", state -> retry(state, body, letter, actor));
  }

  @Override
  public boolean drop(ProjectId body, String letter, String actor) {
    return memory.run(
        "drop",
        state -> {
          boolean there =
              MemoryDeadLetters.place(letter)
                  .filter(place -> state.body(body).dead.delete(place))
                  .isPresent();
          if (there) {
            audit(state, actor, new Action.DropDead(body, letter));
          }
          return there;
        });
  }

  private static Retry retry(MemoryState state, ProjectId id, String letter, String actor) {
    MemoryBody body = state.body(id);
    Optional<Position> place = MemoryDeadLetters.place(letter);
    Optional<InMemoryBus.Dead> dead = place.flatMap(body.dead::at);
    if (dead.isEmpty()) {
      return new Retry.Absent();
    }
    Map<String, String> fields = dead.get().entry().fields();
    if (fields.isEmpty()) {
      return new Retry.Blank();
    }
    body.inbox.add(fields, state.now());
    MemoryDeadLetters.letter(new Placed<>(place.get(), dead.get()))
        .envelope()
        .map(LogKey::of)
        .filter(key ->
            body.log(key, state.now())
                .filter(log -> log.state() == LogEntry.State.ACKED)
                .isPresent())
        .ifPresent(body::forgetLog);
    body.dead.delete(place.get());
    audit(state, actor, new Action.RetryDead(id, letter));
    return new Retry.Requeued();
  }

  private static void audit(MemoryState state, String actor, Action action) {
    state.append(List.of(new Event.Operated(actor, action, state.now())));
  }
}
