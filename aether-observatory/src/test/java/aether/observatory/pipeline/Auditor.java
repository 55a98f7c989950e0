package aether.observatory.pipeline;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import aether.event.Event;
import aether.message.Envelope;
import aether.message.ProjectId;
import aether.testkit.BusHistory.Source;
import aether.testkit.InMemoryBus;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Says what is wrong with a bus that has come to rest, given what the agents were started for. All
 * of it is exact; nothing is about.
 *
 * <p>A flush is allowed to break exactly this. Entries of an earlier epoch may be lost. What was
 * known of a message is forgotten, so attempts, answers, replies and endings count per epoch. Who
 * owns a Body is forgotten, so two processes may be at one message that a flush has overtaken: its
 * attempts then count per process, and each may bring it to an end, by its own last answer and in
 * its own time. A wave put there before a Body's new cursor may be missed.
 */
final class Auditor {
  private final InMemoryBus bus;
  private final RunLedger ledger;
  private final Set<ProjectId> bodies;
  private final Set<ProjectId> thinkers;
  private final int maxAttempts;

  /**
   * @param bodies whose Observatories ran until there was nothing left to do
   * @param thinkers those of them that give announcements a turn
   */
  Auditor(
      InMemoryBus bus,
      RunLedger ledger,
      Set<ProjectId> bodies,
      Set<ProjectId> thinkers,
      int maxAttempts) {
    this.bus = bus;
    this.ledger = ledger;
    this.bodies = bodies;
    this.thinkers = thinkers;
    this.maxAttempts = maxAttempts;
  }

  /**
   * @throws AssertionError naming every id that is not where it belongs
   */
  void audit() {
    List<String> found = complaints();
    if (!found.isEmpty()) {
      throw new AssertionError(String.join("\n", found));
    }
  }

  /** What is wrong, one line each; empty when nothing is. */
  List<String> complaints() {
    Books books = new Books(bus.history());
    Complaints found = new Complaints();
    for (ProjectId body : bodies) {
      new EntryAudit(bus, books, body, found).audit();
    }
    new RunAudit(ledger.paid(), books, thinkers, maxAttempts, found).audit();
    eventsMatchMessages(books, found);
    return found.lines;
  }

  /** Every message that was put there by a port has exactly one event, and none has another. */
  private static void eventsMatchMessages(Books books, Complaints found) {
    Map<String, Long> entries =
        books.added.entrySet().stream()
            .filter(each -> each.getValue().source() != Source.RAW)
            .flatMap(each -> books.envelope(each.getKey()).stream())
            .collect(groupingBy(Auditor::name, counting()));
    Map<String, Long> events =
        books.history.events().stream()
            .flatMap(written ->
                written.event() instanceof Event.MessageSent(Envelope envelope, _)
                    ? Stream.of(name(envelope))
                    : Stream.empty())
            .collect(groupingBy(name -> name, counting()));
    Set<String> names = new HashSet<>(entries.keySet());
    names.addAll(events.keySet());
    for (String name : names) {
      long stand = entries.getOrDefault(name, 0L);
      long told = events.getOrDefault(name, 0L);
      found.addIf(
          stand != told, name + " was put there " + stand + " times with " + told + " events");
    }
  }

  private static String name(Envelope envelope) {
    return "message "
        + envelope.id()
        + " from "
        + envelope.from()
        + " to "
        + envelope.to().address()
        + " hop "
        + envelope.hops().count();
  }

  /** What was found to be wrong. */
  static final class Complaints {
    private final List<String> lines = new ArrayList<>();

    void addIf(boolean wrong, String complaint) {
      if (wrong) {
        lines.add(complaint);
      }
    }
  }
}
