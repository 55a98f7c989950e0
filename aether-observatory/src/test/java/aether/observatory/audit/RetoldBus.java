package aether.observatory.audit;

import aether.bus.DeadLetter;
import aether.bus.DeadLetters;
import aether.bus.write.Entry;
import aether.bus.write.Entry.Origin;
import aether.bus.write.Settlement;
import aether.event.Event;
import aether.event.Extinction;
import aether.message.Envelope;
import aether.message.MessageId;
import aether.message.ProjectId;
import aether.message.Recipient;
import aether.observatory.audit.Correspondence.Chapter;
import aether.redis.Keys;
import aether.testkit.BusHistory;
import aether.testkit.BusHistory.Added;
import aether.testkit.BusHistory.Settled;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A real Redis as its audit sees it: its history put together from what was sent, from what stands
 * in inboxes nobody reads, and from the events; its own counters say whether that is all of it.
 */
final class RetoldBus implements AuditedBus {
  /** One message as the entries of one stream know it. */
  private record Mail(Optional<ProjectId> inbox, ProjectId sender, MessageId id) {}

  private static final int ALL = 100_000;

  /**
   * What the counters of Redis include.
   *
   * @param since the position up to which it has kept what came before its last loss
   * @param lost how many entries of a stream it has forgotten to have counted
   */
  record Counted(String since, Map<String, Long> lost) {}

  private final RawRedis redis;
  private final DeadLetters letters;
  private final Set<ProjectId> audited;
  private final Counted counted;
  private final BusHistory history;
  private final Map<Mail, List<String>> ids = new HashMap<>();

  /** Entries of the broadcast that are no messages. */
  private final Set<String> waves = new HashSet<>();

  RetoldBus(
      RawRedis redis,
      DeadLetters letters,
      List<Chapter> chapters,
      Set<ProjectId> audited,
      Counted counted) {
    this.redis = redis;
    this.letters = letters;
    this.audited = audited;
    this.counted = counted;
    List<Added> added = new ArrayList<>();
    List<Settled> settled = new ArrayList<>();
    List<BusHistory.Written> events = new ArrayList<>();
    List<BusHistory.Opened> opened = new ArrayList<>();
    for (int epoch = 0; epoch < chapters.size(); epoch++) {
      int at = epoch;
      Chapter chapter = chapters.get(epoch);
      added.addAll(new Arrivals(at, chapter, audited).all());
      chapter.events().forEach(each -> events.add(new BusHistory.Written(at, each.event())));
      audited.forEach(body -> opened.add(new BusHistory.Opened(at, body, "0-0")));
    }
    for (Added each : added) {
      if (each.inbox().isEmpty()) {
        waves.add(each.id());
      }
      each.envelope()
          .ifPresent(message ->
              ids.computeIfAbsent(
                      new Mail(each.inbox(), message.from(), message.id()), _ -> new ArrayList<>())
                  .add(each.id()));
    }
    for (int epoch = 0; epoch < chapters.size(); epoch++) {
      settled.addAll(endings(epoch, chapters.get(epoch)));
    }
    this.history = new BusHistory(chapters.size() - 1, added, settled, events, opened);
  }

  @Override
  public BusHistory history() {
    return history;
  }

  @Override
  public List<String> unread(ProjectId body) {
    return redis.unread(body).stream().map(entry -> known(body, entry)).toList();
  }

  @Override
  public List<String> pending(ProjectId body) {
    Set<String> pending = new HashSet<>(redis.pending(body));
    return redis.range(Keys.inbox(body), "-").stream()
        .filter(entry -> pending.contains(entry.id()))
        .map(entry -> known(body, entry))
        .toList();
  }

  @Override
  public List<String> deadLetters(ProjectId body) {
    return letters.list(body, DeadLetters.START, ALL).stream()
        .filter(letter -> letter.origin() != DeadLetter.Origin.REPLY)
        .map(letter -> entry(body, letter))
        .toList();
  }

  /** The entry it was, as told here: another message may be told of by the id that it had. */
  private String entry(ProjectId body, DeadLetter letter) {
    return letter
        .envelope()
        .map(message ->
            ids.getOrDefault(
                new Mail(stream(body, message), message.from(), message.id()), List.of()))
        .filter(its -> !its.contains(letter.entry()))
        .flatMap(RetoldBus::last)
        .orElse(letter.entry());
  }

  @Override
  public int unreadWaves(ProjectId body) {
    Object cursor = redis.call("GET", Keys.cursor(body));
    return cursor == null ? 0 : redis.range(Keys.BROADCAST, "(" + cursor).size();
  }

  @Override
  public List<String> miscounts() {
    Map<String, Long> known = new HashMap<>();
    for (Added each : history.added()) {
      boolean isThere =
          each.epoch() == history.epoch()
              || Entry.IN_ORDER.compare(each.id(), Arrivals.placed(counted.since())) <= 0;
      String stream = each.inbox().map(Keys::inbox).orElse(Keys.BROADCAST);
      known.merge(stream, isThere ? 1L : 0L, Long::sum);
    }
    audited.forEach(body -> known.putIfAbsent(Keys.inbox(body), 0L));
    List<String> wrong = new ArrayList<>();
    known.forEach((stream, count) -> {
      OptionalLong given = redis.everAdded(stream);
      long due = count - counted.lost().getOrDefault(stream, 0L);
      if (given.isPresent() && given.getAsLong() != due) {
        wrong.add(
            stream
                + " was given "
                + given.getAsLong()
                + " entries, of which "
                + due
                + " are known");
      }
    });
    return wrong;
  }

  private String known(ProjectId body, RawRedis.Standing entry) {
    return entry
        .message()
        .flatMap(message ->
            last(
                ids.getOrDefault(
                    new Mail(Optional.of(body), message.from(), message.id()), List.of())))
        .orElse(entry.id());
  }

  private static Optional<String> last(List<String> ids) {
    return ids.isEmpty() ? Optional.empty() : Optional.of(ids.getLast());
  }

  private static Optional<ProjectId> stream(ProjectId body, Envelope message) {
    return message.to() instanceof Recipient.Everyone ? Optional.empty() : Optional.of(body);
  }

  /** What became of each message: the events of one transaction stand together. */
  private List<Settled> endings(int epoch, Chapter chapter) {
    List<Settled> endings = new ArrayList<>();
    Map<List<Object>, Integer> times = new HashMap<>();
    Optional<Event.Extinguished> submitted = Optional.empty();
    boolean open = false;
    for (var recorded : chapter.events()) {
      Event event = recorded.event();
      if (event instanceof Event.ProcessingDone done && audited.contains(done.project())) {
        List<Event> all = new ArrayList<>();
        submitted.ifPresent(all::add);
        all.add(done);
        endings.add(ending(epoch, done.project(), Optional.of(done.envelope()), "", all, times));
        submitted = Optional.empty();
        open = true;
      } else if (event instanceof Event.Extinguished out) {
        Optional<Ended> ended = ended(out);
        if (out.why() instanceof Extinction.AwaitingApproval) {
          submitted = Optional.of(out);
        } else if (isOfAReply(out)) {
          endings.replaceAll(each -> answers(each, out) ? joined(each, out) : each);
        } else if (ended.isPresent() && open && follows(endings.getLast(), ended.get(), out)) {
          endings.add(joined(endings.removeLast(), out));
        } else if (ended.isPresent()) {
          endings.add(
              ending(
                  epoch,
                  ended.get().by(),
                  out.envelope(),
                  ended.get().entry(),
                  List.of(out),
                  times));
        }
        open = false;
      } else if (!(event instanceof Event.MessageSent)) {
        open = false;
      }
    }
    return endings;
  }

  private record Ended(ProjectId by, String entry) {}

  /** Whose entry has ended with {@code out}; empty when it ended none, or none that is audited. */
  private Optional<Ended> ended(Event.Extinguished out) {
    return switch (out.why()) {
      case Extinction.DeadLettered dead -> Optional.of(new Ended(dead.project(), dead.entry()));
      case Extinction.Expired expired -> Optional.of(new Ended(expired.project(), ""));
      case Extinction.Held _,
          Extinction.BudgetExhausted _,
          Extinction.Denied _,
          Extinction.AwaitingApproval _ ->
          Optional.empty();
      case Extinction.Horizon _,
          Extinction.RateLimited _,
          Extinction.OperatorKill _,
          Extinction.Duplicate _,
          Extinction.MalformedOutput _,
          Extinction.AckSuppressed _,
          Extinction.InvalidRecipient _,
          Extinction.WaveReplyForbidden _,
          Extinction.ReplyBlocked _,
          Extinction.NotAllowed _,
          Extinction.RecipientNotAllowed _,
          Extinction.Loop _ ->
          out.envelope()
              .flatMap(message ->
                  message.to() instanceof Recipient.Project(ProjectId to)
                      ? Optional.of(new Ended(to, ""))
                      : Optional.empty());
    };
  }

  /** Whether it says of the message that was just done why its answer stays at home. */
  private static boolean follows(Settled last, Ended ended, Event.Extinguished out) {
    return !(out.why() instanceof Extinction.Duplicate)
        && last.settlement().message().isPresent()
        && last.settlement().message().equals(out.envelope())
        && last.by().equals(ended.by());
  }

  private static boolean isOfAReply(Event.Extinguished out) {
    return out.why() instanceof Extinction.DeadLettered dead
        && dead.cause() == Extinction.Cause.UNDELIVERABLE;
  }

  /** Whether the reply that could not be delivered is that to the message of {@code done}. */
  private static boolean answers(Settled done, Event.Extinguished out) {
    return done.settlement()
            .message()
            .map(Envelope::id)
            .equals(out.envelope().flatMap(Envelope::replyTo))
        && out.envelope().map(Envelope::from).equals(Optional.of(done.by()));
  }

  private static Settled joined(Settled done, Event.Extinguished out) {
    List<Event> events = new ArrayList<>(done.settlement().events());
    events.add(out);
    Settlement before = done.settlement();
    return new Settled(
        done.epoch(), done.by(), settlement(before.entry(), before.message(), events));
  }

  private Settled ending(
      int epoch,
      ProjectId by,
      Optional<Envelope> message,
      String entry,
      List<Event> events,
      Map<List<Object>, Integer> times) {
    Optional<ProjectId> inbox =
        message
            .map(each -> stream(by, each))
            .orElseGet(() -> waves.contains(entry) ? Optional.empty() : Optional.of(by));
    String id = entry;
    if (message.isPresent()) {
      Mail mail = new Mail(inbox, message.get().from(), message.get().id());
      List<String> its = ids.getOrDefault(mail, List.of());
      int time = times.merge(List.of(by, mail), 1, Integer::sum);
      id = its.isEmpty() ? "never put there" : its.get(Math.min(time, its.size()) - 1);
    }
    Origin origin = inbox.isPresent() ? Origin.INBOX : Origin.BROADCAST;
    return new Settled(epoch, by, settlement(new Entry(origin, id, Map.of()), message, events));
  }

  private static Settlement settlement(
      Entry entry, Optional<Envelope> message, List<Event> events) {
    Optional<Settlement.DeadLetter> letter =
        events.stream().flatMap(event -> letter(event).stream()).findFirst();
    return new Settlement(
        entry,
        message,
        0,
        Optional.empty(),
        Optional.empty(),
        new Settlement.SessionChange.Keep(),
        Optional.<Envelope>empty(),
        events,
        letter,
        Optional.empty());
  }

  private static Optional<Settlement.DeadLetter> letter(Event event) {
    return event instanceof Event.Extinguished(_, _, Extinction why, _)
            && why instanceof Extinction.DeadLettered dead
            && dead.cause() != Extinction.Cause.UNDELIVERABLE
        ? Optional.of(new Settlement.DeadLetter(dead.cause(), dead.error(), dead.attempts()))
        : Optional.empty();
  }
}
