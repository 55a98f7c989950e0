package aether.cli.demo;

import aether.event.Action;
import aether.event.Event;
import aether.event.EventCodec;
import aether.event.Extinction;
import aether.event.Milestone;
import aether.message.Envelope;
import aether.message.ProjectId;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the mirror says has happened so far: the only thing a verdict is made of.
 *
 * @param events in stream order
 */
record Account(List<Event> events) {
  Account {
    events = List.copyOf(events);
  }

  /** What happened after the operator first did {@code deed}; nothing when that never came. */
  Account since(Class<? extends Action> deed) {
    int at = place(deed);
    return new Account(events.subList(Math.min(at + 1, events.size()), events.size()));
  }

  /** What happened before the operator first did {@code deed}; all when that never came. */
  Account until(Class<? extends Action> deed) {
    return new Account(events.subList(0, place(deed)));
  }

  /** Whether the operator has done {@code deed}. */
  boolean has(Class<? extends Action> deed) {
    return place(deed) < events.size();
  }

  private int place(Class<? extends Action> deed) {
    int at = 0;
    while (at < events.size()
        && !(events.get(at) instanceof Event.Operated(var _, Action action, var _)
            && deed.isInstance(action))) {
      at++;
    }
    return at;
  }

  /** Every message put on the bus. */
  List<Envelope> messages() {
    return of(Event.MessageSent.class).stream().map(Event.MessageSent::envelope).toList();
  }

  /** The messages {@code sender} has put on the bus. */
  List<Envelope> messagesFrom(ProjectId sender) {
    return messages().stream().filter(message -> message.from().equals(sender)).toList();
  }

  /** Every message that was done with. */
  List<Event.ProcessingDone> done() {
    return of(Event.ProcessingDone.class);
  }

  /** Everything that was stopped or deferred. */
  List<Extinction> extinctions() {
    return of(Event.Extinguished.class).stream().map(Event.Extinguished::why).toList();
  }

  /** Everything that was stopped or deferred for this reason. */
  <T extends Extinction> List<T> extinctions(Class<T> kind) {
    return extinctions().stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** The first messages of Bodies that have begun to be worked on. */
  long turns() {
    return of(Event.ProcessingStarted.class).size();
  }

  /** How often an agent of {@code project} was started, second tries included. */
  long runs(ProjectId project) {
    return of(Event.Progress.class).stream()
        .filter(progress -> progress.project().equals(project))
        .filter(progress -> progress.milestone() instanceof Milestone.TurnStart)
        .count();
  }

  /** How often an agent was started. */
  long runs() {
    return of(Event.Progress.class).stream()
        .filter(progress -> progress.milestone() instanceof Milestone.TurnStart)
        .count();
  }

  /** Whether the last message, turn or stop is the extinction of {@code kind}. */
  boolean endsWith(Class<? extends Extinction> kind) {
    return events.reversed().stream()
        .filter(event -> !(event instanceof Event.Progress))
        .findFirst()
        .filter(last -> last instanceof Event.Extinguished end && kind.isInstance(end.why()))
        .isPresent();
  }

  /** What was seen, in few words, for a verdict that is not what was promised. */
  String inShort() {
    String stops =
        extinctions().stream().map(EventCodec::canonicalReason).collect(Collectors.joining(", "));
    return count(messages().size(), "message")
        + ", "
        + count(turns(), "turn")
        + ", "
        + count(extinctions().size(), "extinction")
        + (stops.isEmpty() ? "" : " (" + stops + ")");
  }

  /** {@code 1 reply}, {@code 2 replies}. */
  static String count(long number, String thing) {
    String plural = thing.endsWith("y") ? thing.substring(0, thing.length() - 1) + "ie" : thing;
    return number + " " + (number == 1 ? thing : plural + "s");
  }

  private <T extends Event> List<T> of(Class<T> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
