package aether.view;

import aether.bus.Presence;
import aether.event.Action;
import aether.event.Event;
import aether.event.Route;
import aether.message.ProjectId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Every Body that is registered or was seen, by id (CONTRACT §10). An identity that was made for
 * one question is among them only while it is registered.
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
    Map<String, Long> activity = new HashMap<>();
    events.forEach(event -> touched(event).forEach(id -> activity.merge(id, 1L, Long::sum)));
    return of(registered, activity);
  }

  /**
   * The constellation of the {@code registered} Bodies and of those seen.
   *
   * @param activity how many events touch each id that was seen
   */
  public static ConstellationView of(
      Map<ProjectId, Presence> registered, Map<String, Long> activity) {
    SortedMap<String, Star> stars = new TreeMap<>();
    activity.forEach((id, count) -> stars.put(id, new Star(id, count, new Presence.Offline())));
    registered.forEach((id, presence) ->
        stars.put(
            id.value(), new Star(id.value(), activity.getOrDefault(id.value(), 0L), presence)));
    stars.keySet().removeIf(id -> isGone(id, registered));
    return new ConstellationView(stars);
  }

  /** Whether {@code id} was made for one question and is not registered any more. */
  private static boolean isGone(String id, Map<ProjectId, Presence> registered) {
    return id.startsWith(ProjectId.TRANSIENT_PREFIX)
        && ProjectId.parse(id).filter(registered::containsKey).isEmpty();
  }

  /** The ids {@code event} touches. */
  public static Set<String> touched(Event event) {
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
      case Event.Operated(_, Action action, _) -> ids.add(Words.subject(action));
      case Event.BusEpochChanged(var project, _) -> ids.add(project.value());
      case Event.Unrecognised unrecognised -> ids.addAll(unrecognised.traits().bodies());
    }
    ids.removeIf(id -> id.isBlank() || id.equals(ProjectId.BROADCAST));
    return ids;
  }

  private static void add(Set<String> ids, Route route) {
    route.from().ifPresent(ids::add);
    route.to().ifPresent(ids::add);
  }
}
