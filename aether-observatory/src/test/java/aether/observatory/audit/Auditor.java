package aether.observatory.audit;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import aether.event.Event;
import aether.message.Envelope;
import aether.message.ProjectId;
import aether.testkit.BusHistory.Source;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Says what is wrong with a bus that has come to rest, given what the agents were started for and
 * what the ledgers say: {@link Equality} by equality, on the bus in memory and on a real Redis.
 *
 * <p>A flush is allowed to break exactly this. Entries of an earlier epoch may be lost. What was
 * known of a message is forgotten, so attempts, answers, replies and endings count per epoch. Who
 * owns a Body is forgotten, so two processes may be at one message that a flush has overtaken: its
 * attempts then count per process, and each may bring it to an end, by its own last answer and in
 * its own time. A wave put there before a Body's new cursor may be missed.
 */
public final class Auditor {
  private final Evidence evidence;
  private final Map<Equality, String> excepted = new EnumMap<>(Equality.class);

  public Auditor(Evidence evidence) {
    this.evidence = evidence;
  }

  /** Leaves an equality out that a test breaks on purpose, and says why. */
  public Auditor without(Equality equality, String because) {
    if (because.isBlank()) {
      throw new IllegalArgumentException("say why " + equality + " cannot hold here");
    }
    excepted.put(equality, because);
    return this;
  }

  /**
   * @throws AssertionError naming every id that is not where it belongs
   */
  public void audit() {
    List<String> found = complaints();
    if (!found.isEmpty()) {
      throw new AssertionError(String.join("\n", found) + "\n" + about());
    }
  }

  private String about() {
    return excepted.isEmpty() ? "no equality was excepted" : "excepted were " + excepted;
  }

  /** What is wrong, one line each; empty when nothing is. */
  public List<String> complaints() {
    Books books = new Books(evidence.bus().history());
    Complaints found = new Complaints();
    for (ProjectId body : evidence.bodies().all()) {
      new EntryAudit(evidence.bus(), books, body, found).audit();
    }
    new RunAudit(evidence.runs().paid(), books, evidence.bodies(), found).audit();
    new LedgerAudit(evidence.runs(), evidence.purse(), found).audit();
    eventsMatchMessages(books, found);
    evidence.bus().miscounts().forEach(line -> found.addIf(true, Equality.EVENTS, line));
    found.addIf(
        !evidence.children().isEmpty(),
        Equality.NO_CHILD,
        "left alive: processes " + evidence.children());
    return found.without(excepted.keySet());
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
          stand != told,
          Equality.EVENTS,
          name + " was put there " + stand + " times with " + told + " events");
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
}
