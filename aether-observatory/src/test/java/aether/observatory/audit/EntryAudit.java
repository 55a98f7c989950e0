package aether.observatory.audit;

import aether.bus.write.Entry.Origin;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.ProjectId;
import aether.observatory.audit.Books.Ending;
import aether.testkit.BusHistory.Added;
import aether.testkit.BusHistory.Opened;
import aether.testkit.BusHistory.Settled;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whether everything that came in for one Body ended, once, in order, and where it says. */
final class EntryAudit {
  private final AuditedBus bus;
  private final Books books;
  private final ProjectId body;
  private final Complaints found;
  private final int now;

  EntryAudit(AuditedBus bus, Books books, ProjectId body, Complaints found) {
    this.bus = bus;
    this.books = books;
    this.body = body;
    this.found = found;
    this.now = books.history.epoch();
  }

  void audit() {
    everyEntryEndsOnce();
    everyWaveEndsOnce();
    deadLettersLieWhereTheySay();
    orderIsKept();
  }

  /** accepted = done + dead + stopped + unread + pending + flushed, and nothing is left open. */
  private void everyEntryEndsOnce() {
    Map<String, List<Settled>> settled = books.settled(body, Origin.INBOX);
    Set<String> unread = new HashSet<>(bus.unread(body));
    Set<String> pending = new HashSet<>(bus.pending(body));
    Map<Ending, Integer> ended = new EnumMap<>(Ending.class);
    List<Added> accepted = books.inboxOf(body);
    int open = 0;
    int flushed = 0;
    for (Added entry : accepted) {
      List<Settled> endings = settled.getOrDefault(entry.id(), List.of());
      String name = "entry " + entry.id() + " at " + body;
      boolean isUnread = entry.epoch() == now && unread.contains(entry.id());
      boolean isPending = entry.epoch() == now && pending.contains(entry.id());
      found.addIf(isUnread, Equality.NOTHING_LEFT, name + " is unread");
      found.addIf(isPending, Equality.NOTHING_LEFT, name + " is pending");
      found.addIf(
          isTwiceInOneEpoch(endings),
          Equality.ACCOUNTED,
          name + " was settled " + endings.size() + " times");
      if (!endings.isEmpty()) {
        Optional<Ending> ending = Books.ending(endings.getFirst());
        found.addIf(
            isUnread || isPending,
            Equality.ACCOUNTED,
            name + " is settled and still on its stream");
        found.addIf(ending.isEmpty(), Equality.ACCOUNTED, name + " has not one ending");
        found.addIf(
            ending.equals(Optional.of(Ending.SKIPPED)), Equality.ACCOUNTED, name + " was skipped");
        ended.merge(ending.orElse(Ending.SKIPPED), 1, Integer::sum);
      } else if (isUnread || isPending) {
        open++;
      } else if (entry.epoch() < now) {
        flushed++;
      } else {
        found.addIf(true, Equality.ACCOUNTED, name + " is lost");
      }
    }
    int sum = ended.values().stream().mapToInt(Integer::intValue).sum() + open + flushed;
    found.addIf(
        sum != accepted.size(),
        Equality.ACCOUNTED,
        "%s: accepted %d, but %s, open %d, flushed %d"
            .formatted(body, accepted.size(), ended, open, flushed));
    noneIsInvented(settled);
  }

  private void noneIsInvented(Map<String, List<Settled>> settled) {
    for (List<Settled> endings : settled.values()) {
      String id = endings.getFirst().settlement().entry().id();
      found.addIf(
          !books.added.containsKey(Books.place(endings.getFirst())),
          Equality.ACCOUNTED,
          "entry " + id + " at " + body + " was settled and never came in");
    }
  }

  private void everyWaveEndsOnce() {
    Map<String, List<Settled>> settled = books.settled(body, Origin.BROADCAST);
    Optional<Opened> opened =
        books.history.opened().stream()
            .filter(each -> each.by().equals(body) && each.epoch() == now)
            .findFirst();
    for (Added wave : books.broadcast()) {
      List<Settled> endings = settled.getOrDefault(wave.id(), List.of());
      boolean due =
          wave.epoch() == now
              && opened
                  .filter(cursor -> Books.compare(wave.id(), cursor.position()) > 0)
                  .isPresent();
      String name = "wave " + wave.id() + " at " + body;
      found.addIf(
          isTwiceInOneEpoch(endings),
          Equality.ACCOUNTED,
          name + " was settled " + endings.size() + " times");
      found.addIf(due && endings.isEmpty(), Equality.ACCOUNTED, name + " was never settled");
      found.addIf(
          !due && !endings.isEmpty() && now == 0,
          Equality.ACCOUNTED,
          name + " was settled and was not for it");
      endings.forEach(each -> endsAsAWave(name, each));
    }
    found.addIf(
        bus.unreadWaves(body) > 0,
        Equality.NOTHING_LEFT,
        "the cursor of " + body + " is behind the last wave");
  }

  private void endsAsAWave(String name, Settled settled) {
    boolean own =
        books
            .envelope(Books.place(settled))
            .filter(envelope -> envelope.from().equals(body))
            .isPresent();
    Optional<Ending> ending = Books.ending(settled);
    found.addIf(ending.isEmpty(), Equality.ACCOUNTED, name + " has not one ending");
    found.addIf(
        ending.equals(Optional.of(Ending.SKIPPED)) && !own,
        Equality.ACCOUNTED,
        name + " was skipped");
  }

  private void deadLettersLieWhereTheySay() {
    List<String> lie = bus.deadLetters(body);
    List<String> said =
        books.history.settled().stream()
            .filter(each -> each.by().equals(body) && each.epoch() == now)
            .filter(Books::saysDead)
            .map(each -> each.settlement().entry().id())
            .toList();
    found.addIf(
        !lie.equals(said),
        Equality.DEAD_LETTERS,
        body + ": dead letters " + lie + ", but " + said + " died");
  }

  /** Per conversation and stream, entries are settled in the order in which they stand there. */
  private void orderIsKept() {
    record Line(int epoch, ConversationId conversation, Origin origin) {}
    Map<Line, String> last = new HashMap<>();
    for (Settled each : books.history.settled()) {
      Optional<Envelope> envelope = books.acceptable(Books.place(each));
      if (!each.by().equals(body) || envelope.isEmpty() || wasOvertaken(each)) {
        continue;
      }
      String id = each.settlement().entry().id();
      Origin origin = each.settlement().entry().origin();
      Line line = new Line(each.epoch(), envelope.get().conversation(), origin);
      String before = last.put(line, id);
      found.addIf(
          before != null && Books.compare(before, id) >= 0,
          Equality.ORDER,
          "entry " + id + " at " + body + " was settled after " + before + " of its conversation");
    }
  }

  /** Whether a flush came between the entry and its end. */
  private boolean wasOvertaken(Settled settled) {
    Added entry = books.added.get(Books.place(settled));
    return entry != null && entry.epoch() < settled.epoch();
  }

  private static boolean isTwiceInOneEpoch(List<Settled> endings) {
    return endings.stream().map(Settled::epoch).distinct().count() < endings.size();
  }
}
