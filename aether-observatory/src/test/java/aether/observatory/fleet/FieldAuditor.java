package aether.observatory.fleet;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import aether.event.Event;
import aether.event.Extinction;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.MessageId;
import aether.message.ProjectId;
import aether.observatory.pipeline.Ledger;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Says what is wrong with a real bus that has come to rest, given what was sent, what the agents'
 * own notes say of their runs, and what stands in the ledgers. All of it is exact.
 */
final class FieldAuditor {
  /**
   * What is audited.
   *
   * @param sent every message, once each, in order
   * @param starts how often an agent was started for the message of that number
   * @param ends how often such a run came to its own end
   * @param hung how many of them hung until their time was up: they report no cost
   * @param replies what stands in the asker's inbox
   * @param left entries unread or pending, and dead letters, of all Bodies
   * @param ledgers the lines of all Bodies
   * @param crashes how many Observatories were killed: each may cost one run its end
   */
  record Evidence(
      List<Envelope> sent,
      Map<Integer, Long> starts,
      Map<Integer, Long> ends,
      long hung,
      List<Envelope> replies,
      Left left,
      List<Ledger.Line> ledgers,
      List<Event> events,
      int crashes) {}

  /** Entries that stand on the bus. */
  record Left(long unsettled, long dead) {}

  private final Evidence evidence;
  private final List<String> found = new ArrayList<>();
  private final Map<MessageId, List<String>> endings = new HashMap<>();

  FieldAuditor(Evidence evidence) {
    this.evidence = evidence;
  }

  /** What is wrong, one line each; empty when nothing is. */
  List<String> complaints() {
    evidence.events().forEach(this::note);
    everyMessageEndsOnce();
    repliesAreOnePerAnswer();
    eventsAreEntries();
    runsAreBounded();
    orderIsKept();
    ledgerIsWhatWasSpent();
    return found;
  }

  private void note(Event event) {
    switch (event) {
      case Event.ProcessingDone done -> end(done.envelope().id(), "done");
      case Event.Extinguished(Optional<Envelope> envelope, _, Extinction why, _)
          when envelope.isPresent() && !(why instanceof Extinction.Held) ->
          end(
              envelope.get().id(),
              why instanceof Extinction.DeadLettered ? "dead" : why.toString());
      case Event.Extinguished _,
          Event.MessageSent _,
          Event.ProcessingStarted _,
          Event.Progress _,
          Event.Operated _,
          Event.BusEpochChanged _,
          Event.Unrecognised _ -> {}
    }
  }

  private void end(MessageId id, String how) {
    endings.computeIfAbsent(id, _ -> new ArrayList<>()).add(how);
  }

  /** accepted = done + dead, with nothing left over. */
  private void everyMessageEndsOnce() {
    long done = 0;
    long dead = 0;
    for (Envelope each : evidence.sent()) {
      List<String> its = endings.getOrDefault(each.id(), List.of());
      complain(its.size() != 1, name(each) + " has the endings " + its);
      done += its.equals(List.of("done")) ? 1 : 0;
      dead += its.equals(List.of("dead")) ? 1 : 0;
    }
    complain(
        done + dead != evidence.sent().size(),
        "accepted %d, but done %d and dead %d".formatted(evidence.sent().size(), done, dead));
    complain(dead != evidence.left().dead(), "dead letters: " + evidence.left() + ", said " + dead);
    complain(evidence.left().unsettled() != 0, "not settled: " + evidence.left());
  }

  private void repliesAreOnePerAnswer() {
    Map<MessageId, Long> replies =
        evidence.replies().stream()
            .collect(groupingBy(reply -> reply.replyTo().orElseThrow(), counting()));
    for (Envelope each : evidence.sent()) {
      boolean isDone = endings.getOrDefault(each.id(), List.of()).equals(List.of("done"));
      long count = replies.getOrDefault(each.id(), 0L);
      complain(count != (isDone ? 1 : 0), name(each) + " has " + count + " replies");
    }
  }

  private void eventsAreEntries() {
    Map<MessageId, Long> told =
        evidence.events().stream()
            .flatMap(event ->
                event instanceof Event.MessageSent(Envelope envelope, _)
                    ? Stream.of(envelope.id())
                    : Stream.of())
            .collect(groupingBy(id -> id, counting()));
    Map<MessageId, Long> stand =
        Stream.concat(evidence.sent().stream(), evidence.replies().stream())
            .collect(groupingBy(Envelope::id, counting()));
    complain(
        !told.equals(stand), "message events are not message entries: " + difference(told, stand));
  }

  private static String difference(Map<MessageId, Long> told, Map<MessageId, Long> stand) {
    return told.keySet().stream().filter(id -> !told.get(id).equals(stand.get(id))).toList()
        + " told, "
        + stand.keySet().stream().filter(id -> !stand.get(id).equals(told.get(id))).toList()
        + " stand";
  }

  /** runs(id) ≤ A, at least one for an answer, and exactly one each where nothing was killed. */
  private void runsAreBounded() {
    for (int i = 0; i < evidence.sent().size(); i++) {
      long runs = evidence.starts().getOrDefault(i, 0L);
      String name = name(evidence.sent().get(i));
      List<String> its = endings.getOrDefault(evidence.sent().get(i).id(), List.of());
      complain(runs > Crew.ATTEMPTS, name + " was run " + runs + " times");
      complain(runs == 0 && its.contains("done"), name + " is done and was never run");
      complain(evidence.crashes() == 0 && runs != 1, name + " was run " + runs + " times");
    }
  }

  /** Within each conversation messages end in the order in which they were sent. */
  private void orderIsKept() {
    record Line(ProjectId by, ConversationId conversation) {}
    Map<MessageId, Integer> numbers = new HashMap<>();
    for (Envelope each : evidence.sent()) {
      numbers.put(each.id(), numbers.size());
    }
    Map<Line, Integer> last = new HashMap<>();
    for (Event event : evidence.events()) {
      Optional<Envelope> ended = ended(event).filter(each -> numbers.containsKey(each.id()));
      if (ended.isPresent()) {
        int number = numbers.getOrDefault(ended.get().id(), -1);
        Line line = new Line(new ProjectId(ended.get().to().address()), ended.get().conversation());
        Integer before = last.put(line, number);
        complain(before != null && before > number, name(ended.get()) + " ended after a later one");
      }
    }
  }

  private static Optional<Envelope> ended(Event event) {
    if (event instanceof Event.ProcessingDone done) {
      return Optional.of(done.envelope());
    }
    return event instanceof Event.Extinguished(Optional<Envelope> envelope, _, Extinction why, _)
            && !(why instanceof Extinction.Held)
        ? envelope
        : Optional.empty();
  }

  /**
   * Ledger = Σ reported cost. Where Observatories were killed: never less, and at most one
   * reservation more for each.
   */
  private void ledgerIsWhatWasSpent() {
    long starts = sum(evidence.starts());
    long ends = sum(evidence.ends());
    Map<String, BigDecimal> reserved = new HashMap<>();
    long settled = 0;
    for (Ledger.Line line : evidence.ledgers()) {
      switch (line) {
        case Ledger.Reserved each -> reserved.put(each.run(), each.usd());
        case Ledger.Settled each -> {
          settled++;
          reserved.put(each.run(), each.usd());
        }
        case Ledger.Released each -> reserved.remove(each.run());
        case Ledger.Carried _, Ledger.Ended _, Ledger.Deferred _, Ledger.Granted _ -> {}
      }
    }
    BigDecimal spent = reserved.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    BigDecimal reported = Crew.COST.multiply(BigDecimal.valueOf(ends));
    String books =
        "ledger %s USD in %d runs of which %d settled; the agents report %d starts, %d ends, %s USD"
            .formatted(spent, reserved.size(), settled, starts, ends, reported);
    int most = evidence.crashes();
    complain(reserved.size() < starts || reserved.size() > starts + most, books);
    complain(settled > ends + evidence.hung() || settled + most < ends, books);
    BigDecimal more = new BigDecimal("0.50").multiply(BigDecimal.valueOf(most));
    complain(spent.compareTo(reported) < 0 || spent.compareTo(reported.add(more)) > 0, books);
  }

  private static long sum(Map<Integer, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Processes that work in {@code folder}, or below. */
  static List<Long> processesIn(Path folder) {
    return ProcessHandle.allProcesses()
        .map(ProcessHandle::pid)
        .filter(pid -> worksIn(pid, folder))
        .toList();
  }

  private static boolean worksIn(long pid, Path folder) {
    try {
      return Path.of("/proc", Long.toString(pid), "cwd").toRealPath().startsWith(folder);
    } catch (java.io.IOException e) {
      return false;
    }
  }

  private static String name(Envelope message) {
    return "'" + message.content().text().lines().findFirst().orElse("") + "'";
  }

  private void complain(boolean wrong, String words) {
    if (wrong) {
      found.add(words);
    }
  }
}
