package aether.view;

import aether.bus.Presence;
import aether.event.Action;
import aether.event.Event;
import aether.event.Route;
import aether.message.ProjectId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Every Body that is registered or was seen, by id (CONTRACT §10).
 *
 * @param stars in the order of ids; a seen id is unchecked text
 */
public record ConstellationView(SortedMap<String, Star> stars) {
  /**
   * One Body.
   *
   * @param activity events that touch it, as sender, recipient or subject, each counted once
   */
  public record Star(String id, long activity, Presence presence) {}

  /** The constellation of the {@code registered} Bodies and of those {@code events} speak of. */
  public static ConstellationView of(Map<ProjectId, Presence> registered, List<Event> events) {
    SortedMap<String, Star> stars = new TreeMap<>();
    registered.forEach((id, presence) -> stars.put(id.value(), new Star(id.value(), 0, presence)));
    for (Event event : events) {
      for (String id : touched(event)) {
        stars.merge(
            id,
            new Star(id, 1, new Presence.Offline()),
            (star, _) -> new Star(id, star.activity() + 1, star.presence()));
      }
    }
    return new ConstellationView(stars);
  }

  /** The ids {@code event} touches. */
  static Set<String> touched(Event event) {
    Set<String> ids = new HashSet<>();
    switch (event) {
      case Event.MessageSent(var envelope, _) -> add(ids, Route.of(envelope));
      case Event.ProcessingStarted(var envelope, _, _) -> add(ids, Route.of(envelope));
      case Event.ProcessingDone done -> add(ids, Route.of(done.envelope()));
      case Event.Extinguished stopped -> {
        add(ids, stopped.route());
        stopped.envelope().map(Route::of).ifPresent(route -> add(ids, route));
      }
      case Event.Progress progress -> ids.add(progress.project().value());
      case Event.Operated(_, Action action, _) -> subject(action).ifPresent(ids::add);
      case Event.Unrecognised unrecognised -> ids.addAll(unrecognised.traits().bodies());
    }
    ids.removeIf(id -> id.isBlank() || id.equals(ProjectId.BROADCAST));
    return ids;
  }

  private static void add(Set<String> ids, Route route) {
    route.from().ifPresent(ids::add);
    route.to().ifPresent(ids::add);
  }

  private static Optional<String> subject(Action action) {
    return switch (action) {
      case Action.Pause _, Action.Resume _, Action.Terminate _, Action.AskFirst _ ->
          Optional.empty();
      case Action.PauseProject(var project) -> Optional.of(project.value());
      case Action.ResumeProject(var project) -> Optional.of(project.value());
      case Action.AskFirstProject(var project, _) -> Optional.of(project.value());
      case Action.Approve(_, var project, _) -> Optional.of(project.value());
      case Action.Deny(_, var project, _) -> Optional.of(project.value());
      case Action.Refused refused -> refused.project().map(ProjectId::value);
      case Action.KillProject(var project) -> Optional.of(project.value());
      case Action.ReviveProject(var project) -> Optional.of(project.value());
      case Action.Unregister(var project) -> Optional.of(project.value());
      case Action.RetryDead(var project, _) -> Optional.of(project.value());
      case Action.DropDead(var project, _) -> Optional.of(project.value());
      case Action.GrantBudget(var project, _) -> Optional.of(project.value());
      case Action.Inject(_, var to, _) -> Optional.of(to.address());
      case Action.Consult(_, var to) -> Optional.of(to.value());
      case Action.Ask(_, var to) -> Optional.of(to.value());
    };
  }
}
