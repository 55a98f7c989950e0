package aether.stargazer;

import aether.view.Glimpse;
import aether.view.PageCodec;
import aether.wire.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;

/**
 * Many glimpses as one JSON object of columns: {@code strings}, and for each glimpse its kind,
 * time, conversation, sender, recipient, hop, ceiling, detail and cost. Texts are places in {@code
 * strings}.
 */
final class HistoryText {
  private final Map<String, Integer> places = new HashMap<>();
  private final List<String> strings = new ArrayList<>();
  private final List<Column> columns = new ArrayList<>();

  private HistoryText() {}

  static String of(List<Entry> entries) {
    return new HistoryText().write(entries);
  }

  /** One pass over all: an entry lies far from the next in memory, and is visited once. */
  private String write(List<Entry> entries) {
    place("");
    int rows = entries.size();
    Column kinds = column("k", 2 * rows);
    Column times = column("t", 14 * rows);
    Column conversations = column("c", 6 * rows);
    Column senders = column("f", 4 * rows);
    Column recipients = column("o", 4 * rows);
    Column hops = column("h", 2 * rows);
    Column limits = column("m", 2 * rows);
    Column details = column("d", 4 * rows);
    Column costs = column("u", 2 * rows);
    for (Entry entry : entries) {
      Glimpse seen = entry.glimpse();
      Glimpse.Leg leg = seen.leg();
      kinds.add(seen.kind().code());
      times.add(entry.position().millis());
      conversations.add(seen.conversation());
      senders.add(leg.from());
      recipients.add(leg.to());
      hops.add(leg.hop());
      limits.add(leg.limit());
      details.add(seen.detail());
      costs.add(PageCodec.millionths(seen));
    }
    return json(entries.isEmpty() ? Position.START : entries.getLast().position());
  }

  private String json(Position head) {
    int size = columns.stream().mapToInt(column -> column.text.length() + 8).sum();
    StringBuilder out = new StringBuilder(size + 64 * strings.size() + 64);
    out.append("{\"head\": \"").append(head).append('"');
    for (Column column : columns) {
      out.append(", \"").append(column.name).append("\": [").append(column.text).append(']');
    }
    ArrayNode table = Json.mapper().createArrayNode();
    strings.forEach(table::add);
    return out.append(", \"strings\": ").append(Json.write(table)).append('}').toString();
  }

  private Column column(String name, int size) {
    Column column = new Column(name, size);
    columns.add(column);
    return column;
  }

  private int place(String text) {
    Integer known = places.putIfAbsent(text, strings.size());
    if (known == null) {
      strings.add(text);
      return strings.size() - 1;
    }
    return known;
  }

  /** The values of one field, in order. */
  private final class Column {
    private final String name;
    private final StringBuilder text;
    private String last = "";
    private int lastPlace;

    Column(String name, int size) {
      this.name = name;
      this.text = new StringBuilder(size);
    }

    void add(long value) {
      if (!text.isEmpty()) {
        text.append(',');
      }
      text.append(value);
    }

    /** Adds the place of {@code value}, which is often the one before. */
    void add(String value) {
      if (!value.equals(last)) {
        last = value;
        lastPlace = place(value);
      }
      add(lastPlace);
    }
  }
}
