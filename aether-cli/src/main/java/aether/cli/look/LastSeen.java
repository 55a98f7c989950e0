package aether.cli.look;

import aether.bus.EventLog;
import aether.bus.Recorded;
import aether.event.Action;
import aether.event.Event;
import aether.message.Envelope;
import aether.message.ProjectId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * When each Body last did something, and when one was ended or paused, as far as the newest records
 * of the mirror tell.
 */
record LastSeen(
    Map<ProjectId, Instant> deeds, Map<ProjectId, Instant> ends, Map<ProjectId, Instant> pauses) {
  /** Mostly enough to have heard of everybody who is asked for. */
  private static final int GLANCE = 100;

  private static final int NEWEST = 1_000;

  LastSeen {
    deeds = Map.copyOf(deeds);
    ends = Map.copyOf(ends);
    pauses = Map.copyOf(pauses);
  }

  /**
   * What {@code events} tell.
   *
   * @param idle of whom the last deed is asked for
   * @param ended of whom the end is asked for
   * @param paused of whom the pause is asked for
   */
  static LastSeen in(
      EventLog events, Set<ProjectId> idle, Set<ProjectId> ended, Set<ProjectId> paused) {
    if (idle.isEmpty() && ended.isEmpty() && paused.isEmpty()) {
      return new LastSeen(Map.of(), Map.of(), Map.of());
    }
    List<Recorded> newest = events.latest(GLANCE);
    LastSeen seen = of(newest);
    boolean isWhole =
        newest.size() < GLANCE
            || (seen.deeds.keySet().containsAll(idle)
                && seen.ends.keySet().containsAll(ended)
                && seen.pauses.keySet().containsAll(paused));
    return isWhole ? seen : of(events.latest(NEWEST));
  }

  private static LastSeen of(List<Recorded> newest) {
    Map<ProjectId, Instant> deeds = new HashMap<>();
    Map<ProjectId, Instant> ends = new HashMap<>();
    Map<ProjectId, Instant> pauses = new HashMap<>();
    newest.forEach(recorded -> {
      Event event = recorded.event();
      if (!event.at().equals(Event.UNDATED)) {
        by(event).ifPresent(body -> deeds.put(body, event.at()));
        ended(event).ifPresent(body -> ends.put(body, event.at()));
        note(event, pauses);
      }
    });
    return new LastSeen(deeds, ends, pauses);
  }

  /** A second pause of one that is paused already changes nothing. */
  private static void note(Event event, Map<ProjectId, Instant> pauses) {
    if (event instanceof Event.Operated operated) {
      if (operated.action() instanceof Action.PauseProject(ProjectId body)) {
        pauses.putIfAbsent(body, event.at());
      } else if (operated.action() instanceof Action.ResumeProject(ProjectId body)) {
        pauses.remove(body);
      }
    }
  }

  Optional<Instant> deed(ProjectId body) {
    return Optional.ofNullable(deeds.get(body));
  }

  Optional<Instant> end(ProjectId body) {
    return Optional.ofNullable(ends.get(body));
  }

  /** When the pause began in which it is. */
  Optional<Instant> pause(ProjectId body) {
    return Optional.ofNullable(pauses.get(body));
  }

  private static Optional<ProjectId> by(Event event) {
    return switch (event) {
      case Event.MessageSent(Envelope envelope, var _) -> Optional.of(envelope.from());
      case Event.ProcessingStarted started -> Optional.of(started.project());
      case Event.ProcessingDone done -> Optional.of(done.project());
      case Event.Progress progress -> Optional.of(progress.project());
      case Event.Extinguished _, Event.Operated _, Event.BusEpochChanged _, Event.Unrecognised _ ->
          Optional.empty();
    };
  }

  private static Optional<ProjectId> ended(Event event) {
    return event instanceof Event.Operated operated
            && operated.action() instanceof Action.KillProject(ProjectId body)
        ? Optional.of(body)
        : Optional.empty();
  }
}
