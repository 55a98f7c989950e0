package aether.stargazer;

import aether.view.Glimpse;
import aether.view.PageCodec;
import aether.wire.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import tools.jackson.databind.node.ArrayNode;

/**
 * Many glimpses as one JSON object of columns: {@code strings}, and for each glimpse its kind,
 * time, conversation, sender, recipient, hop, ceiling and detail. Texts are places in {@code
 * strings}.
 */
final class HistoryText {
  private final Map<String, Integer> strings = new LinkedHashMap<>();
  private final StringBuilder out = new StringBuilder();

  private HistoryText() {}

  static String of(List<Entry> entries) {
    return new HistoryText().write(entries);
  }

  private String write(List<Entry> entries) {
    place("");
    List<Glimpse> seen = entries.stream().map(Entry::glimpse).toList();
    List<Long> times = entries.stream().map(entry -> entry.position().millis()).toList();
    out.append("{\"head\": \"")
        .append(entries.isEmpty() ? Position.START : entries.getLast().position())
        .append('"');
    column("k", seen, glimpse -> glimpse.kind().code());
    column("t", times, time -> time);
    column("c", seen, glimpse -> place(glimpse.conversation()));
    column("f", seen, glimpse -> place(glimpse.leg().from()));
    column("o", seen, glimpse -> place(glimpse.leg().to()));
    column("h", seen, glimpse -> glimpse.leg().hop());
    column("m", seen, glimpse -> glimpse.leg().limit());
    column("d", seen, glimpse -> place(glimpse.detail()));
    column("u", seen, PageCodec::millionths);
    ArrayNode table = Json.mapper().createArrayNode();
    strings.keySet().forEach(table::add);
    return out.append(", \"strings\": ").append(Json.write(table)).append('}').toString();
  }

  private <T> void column(String name, List<T> rows, ToLongFunction<T> value) {
    out.append(", \"").append(name).append("\": [");
    String comma = "";
    for (T row : rows) {
      out.append(comma).append(value.applyAsLong(row));
      comma = ",";
    }
    out.append(']');
  }

  private int place(String text) {
    return strings.computeIfAbsent(text, _ -> strings.size());
  }
}
