package aether.observatory.audit;

import aether.bus.Recorded;
import aether.event.Event;
import aether.message.Envelope;
import aether.message.EnvelopeCodec;
import aether.message.MessageId;
import aether.message.ProjectId;
import aether.message.Recipient;
import aether.observatory.audit.Correspondence.Chapter;
import aether.testkit.BusHistory.Added;
import aether.testkit.BusHistory.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The entries that one chapter has seen: what was sent, what stands, and what one Body has answered
 * another, for which its event alone is the witness. An event gives an entry its place; one that
 * has none stands first.
 */
final class Arrivals {
  private record Key(ProjectId from, String to, MessageId id) {
    static Key of(Envelope message) {
      return new Key(message.from(), message.to().address(), message.id());
    }
  }

  /** More than any stream is given in one millisecond. */
  private static final long ASIDE = 1_000_000_000;

  private final int epoch;
  private final Chapter chapter;
  private final Set<ProjectId> audited;
  private final List<Added> added = new ArrayList<>();

  Arrivals(int epoch, Chapter chapter, Set<ProjectId> audited) {
    this.epoch = epoch;
    this.chapter = chapter;
    this.audited = audited;
  }

  List<Added> all() {
    Map<Key, List<Envelope>> sent = byKey(chapter.sent());
    Map<Key, List<Envelope>> standing =
        byKey(chapter.standing().stream().filter(message -> !isForTheAudited(message)).toList());
    for (Recorded recorded : chapter.events()) {
      if (recorded.event() instanceof Event.MessageSent(Envelope message, _)) {
        if (take(sent, message)) {
          boolean _ = take(standing, message);
          add(Source.SENT, message, placed(recorded.position()));
        } else if (isAnswer(message) && (isForTheAudited(message) || take(standing, message))) {
          add(Source.REPLIED, message, placed(recorded.position()));
        }
      }
    }
    int number = 0;
    for (Envelope message : left(sent)) {
      boolean _ = take(standing, message);
      add(Source.SENT, message, "0-" + ++number);
    }
    for (Envelope message : left(standing)) {
      add(Source.REPLIED, message, "0-" + ++number);
    }
    chapter
        .raw()
        .forEach(each ->
            added.add(new Added(epoch, Source.RAW, each.inbox(), each.id(), each.fields())));
    return added;
  }

  /**
   * The place of an entry whose event stands at {@code position}: in its millisecond, and apart
   * from the ids that an inbox gives by itself.
   */
  static String placed(String position) {
    int dash = position.indexOf('-') + 1;
    return position.substring(0, dash) + (Long.parseLong(position.substring(dash)) + ASIDE);
  }

  /** What answers nothing is taken for an entry only when a test says that it has sent it. */
  private static boolean isAnswer(Envelope message) {
    return message.replyTo().isPresent();
  }

  private boolean isForTheAudited(Envelope message) {
    return !(message.to() instanceof Recipient.Project(ProjectId to)) || audited.contains(to);
  }

  private void add(Source source, Envelope message, String id) {
    Optional<ProjectId> inbox =
        message.to() instanceof Recipient.Project(ProjectId to)
            ? Optional.of(to)
            : Optional.empty();
    added.add(new Added(epoch, source, inbox, id, Map.of("data", EnvelopeCodec.encode(message))));
  }

  private static Map<Key, List<Envelope>> byKey(List<Envelope> messages) {
    Map<Key, List<Envelope>> all = new HashMap<>();
    messages.forEach(each -> all.computeIfAbsent(Key.of(each), _ -> new ArrayList<>()).add(each));
    return all;
  }

  private static boolean take(Map<Key, List<Envelope>> from, Envelope message) {
    List<Envelope> its = from.getOrDefault(Key.of(message), List.of());
    if (its.isEmpty()) {
      return false;
    }
    its.removeLast();
    return true;
  }

  private static List<Envelope> left(Map<Key, List<Envelope>> all) {
    return all.values().stream().flatMap(List::stream).toList();
  }
}
