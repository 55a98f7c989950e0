package aether.mcp;

import aether.event.Event;
import aether.event.Milestone;
import java.util.Optional;
import java.util.function.Consumer;

/** Tells the client of a call what happens while it waits. */
record Milestones(Call.Client client) implements Consumer<Event> {
  @Override
  public void accept(Event event) {
    text(event).ifPresent(client::progress);
  }

  private static Optional<String> text(Event event) {
    return switch (event) {
      case Event.ProcessingStarted started -> Optional.of(started.project() + " is thinking");
      case Event.ProcessingDone done -> Optional.of(done.project() + " is done");
      case Event.Progress progress -> text(progress);
      case Event.MessageSent(var envelope, var _) ->
          Optional.of(envelope.from() + " wrote to " + envelope.to().address());
      case Event.Extinguished _, Event.Operated _, Event.BusEpochChanged _, Event.Unrecognised _ ->
          Optional.empty();
    };
  }

  private static Optional<String> text(Event.Progress progress) {
    return progress.milestone() instanceof Milestone.ToolUse(String name)
        ? Optional.of(progress.project() + " uses " + name)
        : Optional.empty();
  }
}
