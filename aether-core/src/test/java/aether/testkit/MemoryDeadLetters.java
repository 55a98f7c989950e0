package aether.testkit;

import aether.bus.DeadLetter;
import aether.bus.DeadLetters;
import aether.message.ProjectId;
import aether.testkit.MemoryStream.Placed;
import aether.testkit.MemoryStream.Position;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Dead letters in memory. */
record MemoryDeadLetters(Memory memory) implements DeadLetters {
  @Override
  public List<DeadLetter> list(ProjectId body, String after, int count) {
    Position from = Position.parse(after);
    return memory.run(
        "list",
        state ->
            state.body(body).dead.after(from, count).stream()
                .map(MemoryDeadLetters::letter)
                .toList());
  }

  @Override
  public Optional<DeadLetter> find(ProjectId body, String id) {
    return place(id)
        .flatMap(place ->
            memory.run(
                "find",
                state ->
                    state
                        .body(body)
                        .dead
                        .at(place)
                        .map(dead -> letter(new Placed<>(place, dead)))));
  }

  static Optional<Position> place(String id) {
    return id.matches("\\d{1,18}-\\d{1,18}") ? Optional.of(Position.parse(id)) : Optional.empty();
  }

  static DeadLetter letter(Placed<InMemoryBus.Dead> placed) {
    InMemoryBus.Dead dead = placed.value();
    return new DeadLetter(
        placed.position().toString(),
        switch (dead.entry().origin()) {
          case INBOX -> DeadLetter.Origin.INBOX;
          case BROADCAST -> DeadLetter.Origin.BROADCAST;
        },
        dead.entry().id(),
        Optional.of(dead.letter().cause()),
        dead.letter().error(),
        dead.letter().attempts(),
        Instant.ofEpochMilli(placed.position().millis()),
        dead.entry().fields());
  }
}
