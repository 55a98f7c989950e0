package aether.observatory.audit;

import static java.util.stream.Collectors.groupingBy;

import aether.event.Action;
import aether.event.Event;
import aether.message.Envelope;
import aether.message.MessageId;
import aether.message.ProjectId;
import aether.message.Recipient;
import aether.observatory.audit.Books.Ending;
import aether.observatory.audit.Evidence.Bodies;
import aether.observatory.audit.RunLedger.Answer;
import aether.observatory.audit.RunLedger.Message;
import aether.observatory.audit.RunLedger.Start;
import aether.testkit.BusHistory.Added;
import aether.testkit.BusHistory.Settled;
import aether.testkit.BusHistory.Source;
import aether.testkit.BusHistory.Written;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whether what was paid for is what was needed, and whether each answer became what it said. */
final class RunAudit {
  /** All messages of one id that a Body has answered: copies of several senders share the id. */
  private record Replied(ProjectId by, MessageId to, int epoch) {}

  /** A reply that a human is asked about, by the id it would have. */
  private record Asked(Replied to, MessageId reply) {
    boolean is(Action.Approve action) {
      return action.project().equals(to.by()) && action.message().equals(reply);
    }

    boolean is(Action.Deny action) {
      return action.project().equals(to.by()) && action.message().equals(reply);
    }
  }

  /** How many replies there must and may be. */
  private record Owed(int least, int most) {
    static final Owed NONE = new Owed(0, 0);

    static Owed after(Set<Answer> said) {
      int most = said.contains(Answer.REPLY) ? 1 : 0;
      return new Owed(said.size() == 1 ? most : 0, most);
    }

    Owed plus(Owed other) {
      return new Owed(least + other.least, most + other.most);
    }
  }

  private final List<Start> paid;
  private final Books books;
  private final Set<ProjectId> thinkers;
  private final int maxAttempts;
  private final Complaints found;
  private final int now;

  RunAudit(List<Start> paid, Books books, Bodies bodies, Complaints found) {
    this.paid = paid;
    this.books = books;
    this.thinkers = bodies.thinkers();
    this.maxAttempts = bodies.attempts();
    this.found = found;
    this.now = books.history.epoch();
  }

  void audit() {
    noRunTooMany();
    answersBecomeWhatTheySay();
  }

  /**
   * runs(id) ≤ A, none for an announcement, and none for what a living process already knew: so it
   * is 1 wherever nothing failed.
   */
  private void noRunTooMany() {
    record Counted(Message message, int epoch, String process) {}
    Map<Counted, List<Start>> runs =
        paid.stream()
            .collect(
                groupingBy(start ->
                    new Counted(
                        start.message(),
                        start.epoch(),
                        start.epoch() == now ? "any" : start.process())));
    runs.forEach((counted, starts) -> {
      String name = counted.message().toString();
      long attempts = starts.stream().filter(Start::isCounted).count();
      found.addIf(attempts > maxAttempts, Equality.RUNS, name + " was run " + attempts + " times");
      for (Start later : starts) {
        found.addIf(
            starts.stream().anyMatch(earlier -> earlier.answeredBefore(later)),
            Equality.RUNS,
            name + " was run again after it had been answered");
      }
    });
    for (Start start : paid) {
      found.addIf(
          isAnnouncement(start.envelope()) && !thinkers.contains(start.message().by()),
          Equality.RUNS,
          start.message() + " is an announcement and was run");
    }
  }

  /** At most one reply per message, and one exactly where the agent's last word was one. */
  private void answersBecomeWhatTheySay() {
    Map<Replied, Owed> owed = new HashMap<>();
    Map<Asked, Integer> asked = new HashMap<>();
    Map<Map.Entry<Message, Integer>, Integer> done = new HashMap<>();
    Map<Message, List<Start>> runs = paid.stream().collect(groupingBy(Start::message));
    List<Settled> all = books.history.settled();
    for (int i = 0; i < all.size(); i++) {
      Settled settled = all.get(i);
      Optional<Envelope> envelope = settled.settlement().message();
      if (envelope.isEmpty()) {
        continue;
      }
      Message message = Message.of(settled.by(), envelope.get());
      if (Books.ending(settled).equals(Optional.of(Ending.DONE))) {
        List<Start> its = runs.getOrDefault(message, List.of());
        int count = done.merge(Map.entry(message, settled.epoch()), 1, Integer::sum);
        found.addIf(
            count > mostEndings(its, settled.epoch()),
            Equality.ACCOUNTED,
            message + " was done " + count + " times");
        boolean answerable = !isAnnouncement(envelope.get());
        Set<Answer> said = said(its, i);
        found.addIf(
            answerable && said.isEmpty(),
            Equality.RUNS,
            message + " is done, but its agent never ran");
        Replied reply = new Replied(settled.by(), envelope.get().id(), settled.epoch());
        Optional<MessageId> submitted = Books.submitted(settled);
        if (answerable && submitted.isPresent()) {
          found.addIf(
              !said.contains(Answer.REPLY),
              Equality.REPLIES,
              message + " asks a human about a reply that its agent has not given");
          asked.merge(new Asked(reply, submitted.get()), 1, Integer::sum);
        } else if (answerable && !Books.withholds(settled)) {
          owed.merge(reply, Owed.after(said), Owed::plus);
        }
      }
    }
    asked.forEach((each, times) -> owed.merge(each.to(), approved(each, times), Owed::plus));
    repliesAreThoseOwed(owed);
  }

  /** asked = approved + denied, as none waits any more; what is approved of is owed. */
  private Owed approved(Asked asked, int times) {
    int approved = 0;
    int denied = 0;
    for (Written written : books.history.events()) {
      if (written.epoch() == asked.to().epoch()
          && written.event() instanceof Event.Operated operated) {
        approved += operated.action() instanceof Action.Approve yes && asked.is(yes) ? 1 : 0;
        denied += operated.action() instanceof Action.Deny no && asked.is(no) ? 1 : 0;
      }
    }
    found.addIf(
        asked.to().epoch() == now ? approved + denied != times : approved + denied > times,
        Equality.REPLIES,
        "%s was asked about %d times, approved of %d times, denied %d times"
            .formatted(asked, times, approved, denied));
    return new Owed(approved, approved);
  }

  private void repliesAreThoseOwed(Map<Replied, Owed> owed) {
    Map<Replied, Integer> replies = new HashMap<>();
    for (Added entry : books.history.added()) {
      if (entry.source() == Source.REPLIED) {
        Envelope reply = entry.envelope().orElseThrow();
        replies.merge(
            new Replied(reply.from(), reply.replyTo().orElseThrow(), entry.epoch()),
            1,
            Integer::sum);
      }
    }
    Set<Replied> all = new HashSet<>(owed.keySet());
    all.addAll(replies.keySet());
    for (Replied each : all) {
      Owed due = owed.getOrDefault(each, Owed.NONE);
      int count = replies.getOrDefault(each, 0);
      String name = "message " + each.to() + " at " + each.by();
      found.addIf(count < due.least(), Equality.REPLIES, name + " has lost its reply");
      found.addIf(
          count > due.most(),
          Equality.REPLIES,
          name + " has " + count + " replies where " + due.most() + " is owed");
    }
  }

  /** How often a message may be done in {@code epoch}: by each process that a flush overtook. */
  private static long mostEndings(List<Start> runs, int epoch) {
    return Math.max(
        1, runs.stream().filter(run -> run.epoch() < epoch).map(Start::process).distinct().count());
  }

  /**
   * What the agent may be taken at, at the {@code before}th settlement: its last word, or that to
   * each process where a flush has let two of them be at it.
   */
  private Set<Answer> said(List<Start> runs, int before) {
    Map<String, Answer> last = new HashMap<>();
    for (Start run : runs) {
      if (run.settlementsBefore() <= before) {
        last.put(run.epoch() == now ? "any" : run.process(), run.answer());
      }
    }
    return new HashSet<>(last.values());
  }

  private static boolean isAnnouncement(Envelope envelope) {
    return envelope.to() instanceof Recipient.Everyone everyone && !everyone.solicit();
  }
}
