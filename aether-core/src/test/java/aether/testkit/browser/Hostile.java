package aether.testkit.browser;

import aether.Vectors;
import aether.wire.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Records that try to become part of the page. */
public final class Hostile {
  /** Each sets {@code pwned}, asks, or leaves an element with {@code data-pwned} when it works. */
  public static final List<String> PAYLOADS =
      List.of(
          "<img src=x onerror=\"window.pwned=1;alert(1)\" data-pwned>",
          "<script data-pwned>window.pwned=1;alert(2)</script>",
          "<svg onload=\"window.pwned=1\" data-pwned><circle/></svg>",
          "\"><iframe data-pwned srcdoc=\"<script>parent.pwned=1</script>\"></iframe>",
          "'\" autofocus onfocus=window.pwned=1 data-pwned x='",
          "javascript:window.pwned=1//",
          "</textarea></title></style><details open ontoggle=window.pwned=1 data-pwned>",
          "${window.pwned=1}{{window.pwned=1}}`<b data-pwned>`",
          "<!--><math><mtext><option><style><img data-pwned src onerror=window.pwned=1>",
          "\u202e<b data-pwned>\u0000\u001b[31m</b>",
          "data:text/html,<script>window.pwned=1</script>",
          "?lit$123$ <a data-pwned href=\"javascript:window.pwned=1\">x</a> lit--");

  private Hostile() {}

  /**
   * Every kind of record there is, once for each field of it that holds a text, with {@code
   * payload} in that field; and once with it in all.
   */
  public static List<String> records(String payload) {
    List<String> records = new ArrayList<>();
    for (JsonNode row : Vectors.load("event_kinds")) {
      String data = row.path("data").stringValue();
      int fields = put(Json.readObject(data).orElseThrow(), payload, -1);
      for (int field = 0; field < fields; field++) {
        ObjectNode record = Json.readObject(data).orElseThrow();
        put(record, payload, field);
        records.add(Json.write(record));
      }
      ObjectNode all = Json.readObject(data).orElseThrow();
      String kind = all.path("kind").stringValue();
      String type = all.path("event_type").stringValue();
      for (int field = 0; field < fields; field++) {
        put(all, payload, field);
      }
      records.add(Json.write(all.put("kind", kind).put("event_type", type)));
    }
    records.add(payload);
    return records;
  }

  /** Puts {@code payload} into the text number {@code wanted}, and counts the texts. */
  private static int put(ObjectNode node, String payload, int wanted) {
    int seen = 0;
    for (String name : List.copyOf(node.propertyNames())) {
      JsonNode value = node.path(name);
      if (value instanceof ObjectNode inner) {
        if (name.equals("context")) {
          inner.put("k " + payload, payload);
        }
        seen += put(inner, payload, wanted - seen);
      } else if (value instanceof ArrayNode) {
        seen += 0;
      } else if (value.isString() || value.isNull()) {
        if (seen == wanted) {
          node.put(name, payload);
        }
        seen++;
      }
    }
    return seen;
  }
}
