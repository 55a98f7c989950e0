package aether.stargazer;

import aether.event.Event;
import aether.message.ConversationId;
import aether.view.Synopsis;
import aether.view.SynopsisFold;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The entries of the archive by what they are about: by conversation, and counted by the ids they
 * touch. Not safe for use by several threads.
 */
final class Strands {
  private final Map<ConversationId, Strand> strands = new HashMap<>();
  private final Map<String, Long> activity = new HashMap<>();

  /** The entries of one conversation, oldest first. */
  private static final class Strand {
    private final ConversationId id;
    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private SynopsisFold fold;

    Strand(ConversationId id) {
      this.id = id;
      this.fold = new SynopsisFold(id);
    }

    /** It as it stood at {@code time}; empty when it had not begun. */
    Optional<Synopsis> at(Instant time) {
      Synopsis now = fold.synopsis();
      if (!now.last().isAfter(time)) {
        return Optional.of(now);
      }
      if (now.first().isAfter(time)) {
        return Optional.empty();
      }
      SynopsisFold then = new SynopsisFold(id);
      entries.stream()
          .filter(entry -> entry.wasThere(time))
          .forEach(entry -> then.add(entry.event()));
      return Optional.of(then.synopsis());
    }

    void refold() {
      fold = new SynopsisFold(id);
      entries.forEach(entry -> fold.add(entry.event()));
    }
  }

  /**
   * Takes the newest entry in.
   *
   * @param event what it was made of
   */
  void add(Entry entry, Event event) {
    entry.bodies().forEach(id -> activity.merge(id, 1L, Long::sum));
    entry
        .conversation()
        .ifPresent(id -> {
          Strand strand = strands.computeIfAbsent(id, Strand::new);
          strand.entries.add(entry);
          strand.fold.add(event);
        });
  }

  /** Forgets {@code oldest}, which are the oldest there are, in order. */
  void forget(List<Entry> oldest) {
    Set<Strand> changed = new HashSet<>();
    for (Entry entry : oldest) {
      entry.bodies().forEach(id -> activity.computeIfPresent(id, (_, n) -> n == 1 ? null : n - 1));
      entry
          .conversation()
          .map(strands::get)
          .ifPresent(strand -> {
            strand.entries.removeFirst();
            changed.add(strand);
          });
    }
    changed.forEach(this::settle);
  }

  private void settle(Strand strand) {
    if (strand.entries.isEmpty()) {
      strands.remove(strand.id);
    } else {
      strand.refold();
    }
  }

  /** The entries of one conversation, oldest first. */
  List<Entry> of(ConversationId conversation) {
    Strand strand = strands.get(conversation);
    return strand == null ? List.of() : List.copyOf(strand.entries);
  }

  /** The synopses of all conversations, in no order. */
  List<Synopsis> synopses() {
    return strands.values().stream().map(strand -> strand.fold.synopsis()).toList();
  }

  /** The synopses of the conversations that had begun at {@code time}, as they stood then. */
  List<Synopsis> synopses(Instant time) {
    return strands.values().stream().flatMap(strand -> strand.at(time).stream()).toList();
  }

  /** How many entries touch each id. */
  Map<String, Long> activity() {
    return Collections.unmodifiableMap(new HashMap<>(activity));
  }
}
