package aether.view;

import aether.event.Event;
import aether.event.Fragment;
import aether.event.Milestone;
import aether.message.ConversationId;
import aether.message.ProjectId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The latest turn of each Body in a conversation (CONTRACT §10). Turns of several Bodies never mix.
 *
 * @param turns in the order in which they began, so the latest is the last
 */
public record Telescope(ConversationId conversation, List<Turn> turns) {
  public Telescope {
    turns = List.copyOf(turns);
  }

  /**
   * A turn, running or ended.
   *
   * @param project whose it is; empty when its records do not say
   */
  public record Turn(Optional<ProjectId> project, List<Milestone> milestones) {
    public Turn {
      milestones = List.copyOf(milestones);
    }

    public boolean ended() {
      return milestones.stream().anyMatch(Milestone.TurnDone.class::isInstance);
    }
  }

  public static Telescope of(ConversationId conversation, List<Event> events) {
    Map<Optional<ProjectId>, List<Milestone>> turns = new LinkedHashMap<>();
    for (Event event : events) {
      if (event.conversation().equals(Optional.of(conversation))) {
        step(event).ifPresent(step -> add(turns, step));
      }
    }
    return new Telescope(
        conversation,
        turns.entrySet().stream().map(t -> new Turn(t.getKey(), t.getValue())).toList());
  }

  /** The turn that began last. */
  public Optional<Turn> latest() {
    return turns.isEmpty() ? Optional.empty() : Optional.of(turns.getLast());
  }

  /** The latest turn of {@code project}. */
  public Optional<Turn> of(ProjectId project) {
    return turns.stream().filter(turn -> turn.project().equals(Optional.of(project))).findFirst();
  }

  private static void add(Map<Optional<ProjectId>, List<Milestone>> turns, Fragment.Step step) {
    if (step.milestone() instanceof Milestone.TurnStart) {
      turns.remove(step.project());
    }
    turns.computeIfAbsent(step.project(), _ -> new ArrayList<>()).add(step.milestone());
  }

  private static Optional<Fragment.Step> step(Event event) {
    return switch (event) {
      case Event.Progress progress ->
          Optional.of(new Fragment.Step(Optional.of(progress.project()), progress.milestone()));
      case Event.Unrecognised unrecognised ->
          unrecognised
              .traits()
              .fragment()
              .filter(Fragment.Step.class::isInstance)
              .map(Fragment.Step.class::cast);
      case Event.MessageSent _,
          Event.ProcessingStarted _,
          Event.ProcessingDone _,
          Event.Extinguished _,
          Event.Operated _,
          Event.BusEpochChanged _ ->
          Optional.empty();
    };
  }
}
