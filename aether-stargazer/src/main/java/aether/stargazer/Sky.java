package aether.stargazer;

import aether.bus.Recorded;
import aether.message.ConversationId;
import aether.view.Glimpse;
import aether.view.PageCodec;
import aether.view.Synopsis;
import aether.view.Transcript;
import aether.view.Waterfall;
import aether.web.Problem;
import aether.wire.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the page asks for beyond the first Aether, as JSON: conversations, turns, search, history.
 * Throws {@link aether.bus.BusException} when the bus does not answer. Safe for use by several
 * threads.
 */
final class Sky {
  private static final int MOST_HITS = 50;
  private static final int MOST_TURNS = 60;
  private static final Comparator<Synopsis> NEWEST_FIRST =
      Comparator.comparing(Synopsis::last)
          .reversed()
          .thenComparing(synopsis -> synopsis.conversation().value());

  private final Archive archive;

  Sky(Archive archive) {
    this.archive = archive;
  }

  /** A page of the conversations that {@code wanted} lets through, newest first, and their sums. */
  JsonNode conversations(ConversationFilter wanted) {
    archive.catchUp();
    List<Synopsis> found =
        archive.synopses(wanted.until()).stream()
            .filter(wanted::admits)
            .filter(synopsis -> wanted.admitsText(synopsis, archive))
            .sorted(NEWEST_FIRST)
            .toList();
    ObjectNode node = Json.object();
    node.put("total", found.size());
    node.put(
        "cost_usd", found.stream().map(Synopsis::cost).reduce(BigDecimal.ZERO, BigDecimal::add));
    node.put("offset", wanted.offset());
    ArrayNode items = node.putArray("items");
    found.stream()
        .skip(wanted.offset())
        .limit(wanted.limit())
        .forEach(synopsis -> items.add(PageCodec.tree(synopsis)));
    node.set("states", states(found));
    return node;
  }

  /** One conversation, whole: its synopsis and its rows. */
  JsonNode conversation(ConversationId id) {
    List<Recorded> records = records(id);
    var events = records.stream().map(Recorded::event).toList();
    ObjectNode node = PageCodec.tree(Synopsis.of(id, events));
    node.put("ending", new Transcript(id, records).ending());
    node.put("records", records.size());
    node.set("rows", PageCodec.tree(Waterfall.of(id, events)));
    return node;
  }

  /** A conversation to keep: every record on a line of its own. */
  String jsonLines(ConversationId id) {
    return new Transcript(id, records(id)).jsonLines();
  }

  /** A conversation to read, with times in UTC. */
  String markdown(ConversationId id) {
    return new Transcript(id, records(id)).markdown(ZoneOffset.UTC);
  }

  /**
   * The newest turns, running ones first, of the conversations in which something happened last.
   *
   * @param until as of that time; empty for now
   */
  JsonNode turns(Optional<Instant> until) {
    archive.catchUp();
    List<Synopsis> newest =
        archive.synopses(until).stream()
            .sorted(
                Comparator.comparing(
                        (Synopsis s) -> s.standing().state() != Synopsis.State.THINKING)
                    .thenComparing(NEWEST_FIRST))
            .limit(MOST_TURNS)
            .toList();
    ArrayNode turns = Json.mapper().createArrayNode();
    for (Synopsis synopsis : newest) {
      ConversationId id = synopsis.conversation();
      var events =
          archive.of(id).stream()
              .filter(entry -> until.map(entry::wasThere).orElse(true))
              .map(Entry::event)
              .toList();
      for (Waterfall.Row row : Waterfall.of(id, events).rows()) {
        if (row instanceof Waterfall.Hop hop) {
          hop.turns()
              .forEach(turn -> turns.add(turn(id, hop, turn).put("spent_usd", synopsis.cost())));
        }
      }
    }
    return newest(turns);
  }

  /** The newest records that have all of {@code text} in them, and what they belong to. */
  JsonNode search(String text) {
    archive.catchUp();
    String words = text.strip().toLowerCase(Locale.ROOT);
    ObjectNode node = Json.object();
    ArrayNode hits = node.putArray("hits");
    List<Entry> all = words.isEmpty() ? List.of() : archive.all(_ -> true).reversed();
    for (Entry entry : all) {
      if (hits.size() == MOST_HITS) {
        break;
      }
      if (entry.glimpse().kind() != Glimpse.Kind.STEP && entry.says(words)) {
        hits.add(hit(entry));
      }
    }
    node.put("more", hits.size() == MOST_HITS);
    return node;
  }

  private List<Recorded> records(ConversationId id) {
    archive.catchUp();
    List<Entry> entries = archive.of(id);
    if (entries.isEmpty()) {
      throw new Problem(404, "no record of conversation '" + id + "' is in the mirror");
    }
    return entries.stream().map(Entry::recorded).toList();
  }

  private static ObjectNode states(List<Synopsis> found) {
    Map<Synopsis.State, Integer> counts = new EnumMap<>(Synopsis.State.class);
    found.forEach(synopsis -> counts.merge(synopsis.standing().state(), 1, Integer::sum));
    ObjectNode node = Json.object();
    counts.forEach((state, count) -> node.put(PageCodec.word(state), count));
    return node;
  }

  private static ObjectNode turn(ConversationId id, Waterfall.Hop hop, Waterfall.Turn turn) {
    ObjectNode node = PageCodec.turn(turn);
    node.put("conversation_id", id.value());
    node.put("from", hop.route().from().orElse(null));
    node.put("hop_count", hop.route().hop().orElse(null));
    node.put("max_hops", hop.limit().orElse(null));
    node.put("intent", hop.said().intent());
    node.put("text", hop.said().text());
    return node;
  }

  private static JsonNode newest(ArrayNode turns) {
    ArrayNode sorted = Json.mapper().createArrayNode();
    turns
        .valueStream()
        .sorted(
            Comparator.comparing((JsonNode turn) -> turn.hasNonNull("ended"))
                .thenComparing(turn -> turn.path("began").asString(""), Comparator.reverseOrder()))
        .limit(MOST_TURNS)
        .forEach(sorted::add);
    return sorted;
  }

  private static ObjectNode hit(Entry entry) {
    Glimpse seen = entry.glimpse();
    ObjectNode node = Json.object();
    node.put("id", entry.position().toString());
    node.put("kind", PageCodec.word(seen.kind()));
    node.put("ts", PageCodec.time(seen.at()));
    node.put("conversation_id", seen.conversation());
    node.put("from", seen.leg().from());
    node.put("to", seen.leg().to());
    node.put("detail", seen.detail());
    node.put("words", seen.words());
    return node;
  }

  /** Every record of the mirror in columns: what the page replays. */
  String history() {
    archive.catchUp();
    return HistoryText.of(archive.all(_ -> true));
  }

  /** Words of a set, for a message. */
  static String words(Iterable<? extends Enum<?>> constants) {
    Map<String, Boolean> sorted = new TreeMap<>();
    constants.forEach(constant -> sorted.put(PageCodec.word(constant), true));
    return sorted.keySet().stream().collect(Collectors.joining(", "));
  }
}
