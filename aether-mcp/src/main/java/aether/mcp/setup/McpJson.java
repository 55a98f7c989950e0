package aether.mcp.setup;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The text of an {@code .mcp.json}, in which one entry is put or from which it is taken; every
 * other character stays as it was (CONTRACT §12).
 */
final class McpJson {
  private static final String SERVERS = "mcpServers";
  private static final String INDENT = "  ";
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final JsonMapper MAPPER =
      JsonMapper.builder(FACTORY).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final String text;

  /** Thrown when the text is not what such a file holds; the message says how. */
  static final class Unusable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unusable(String message) {
      super(message);
    }
  }

  /**
   * Where a value stands.
   *
   * @param key where the name of the member begins whose value it is
   * @param empty whether it has no members
   */
  private record Span(int key, int start, int end, boolean empty) {}

  private McpJson(String text) {
    this.text = text;
  }

  /** Reads {@code text}; blank text is an empty file. */
  static McpJson of(String text) {
    if (!text.isBlank()) {
      try {
        JsonNode root = MAPPER.readTree(text);
        if (!root.isObject()) {
          throw new Unusable("it holds no JSON object");
        }
        if (root.has(SERVERS) && !root.path(SERVERS).isObject()) {
          throw new Unusable("its '" + SERVERS + "' is no object");
        }
      } catch (JacksonException e) {
        throw new Unusable("it is no valid JSON: " + e.getOriginalMessage());
      }
    }
    return new McpJson(text);
  }

  /** The entry {@code name}, if it is there. */
  Optional<JsonNode> entry(String name) {
    return text.isBlank()
        ? Optional.empty()
        : Optional.of(MAPPER.readTree(text).path(SERVERS).path(name))
            .filter(node -> !node.isMissingNode());
  }

  /** The text with {@code entry} under {@code name}; the same text when it stands there already. */
  String with(String name, ObjectNode entry) {
    if (entry(name).filter(entry::equals).isPresent()) {
      return text;
    }
    if (text.isBlank()) {
      ObjectNode root = MAPPER.createObjectNode();
      root.putObject(SERVERS).set(name, entry);
      return pretty(root, "") + "\n";
    }
    Span servers = find(SERVERS).orElse(null);
    if (servers == null) {
      ObjectNode made = MAPPER.createObjectNode();
      made.set(name, entry);
      return insert(root(), SERVERS, made);
    }
    Span old = find(SERVERS, name).orElse(null);
    return old == null
        ? insert(servers, name, entry)
        : text.substring(0, old.start())
            + pretty(entry, indentOf(old.start()))
            + text.substring(old.end());
  }

  /** The text without the entry {@code name} and the comma that set it apart. */
  String without(String name) {
    Span value = find(SERVERS, name).orElse(null);
    if (value == null) {
      return text;
    }
    int from = value.key();
    while (Character.isWhitespace(text.charAt(from - 1))) {
      from--;
    }
    int to = value.end();
    if (text.charAt(from - 1) == ',') {
      return text.substring(0, from - 1) + text.substring(to);
    }
    int next = to;
    while (Character.isWhitespace(text.charAt(next))) {
      next++;
    }
    return text.charAt(next) == ','
        ? text.substring(0, from) + text.substring(next + 1)
        : text.substring(0, from) + text.substring(next);
  }

  private String insert(Span object, String name, ObjectNode value) {
    String body = text.substring(object.start() + 1, object.end() - 1);
    boolean lines = object.empty() || body.contains("\n");
    String outer = indentOf(object.start());
    String inner = object.empty() ? outer + INDENT : inner(object, outer + INDENT);
    String eol = text.contains("\r\n") ? "\r\n" : "\n";
    String member =
        MAPPER.writeValueAsString(name) + ": " + (lines ? pretty(value, inner) : value.toString());
    if (object.empty()) {
      return text.substring(0, object.start() + 1)
          + eol
          + inner
          + member
          + eol
          + outer
          + text.substring(object.end() - 1);
    }
    int last = object.end() - 1;
    while (Character.isWhitespace(text.charAt(last - 1))) {
      last--;
    }
    String gap = lines ? eol + inner : " ";
    return text.substring(0, last) + "," + gap + member + text.substring(last);
  }

  /** The indentation of the first member, where it has a line of its own. */
  private String inner(Span object, String otherwise) {
    int i = object.start() + 1;
    int line = -1;
    while (Character.isWhitespace(text.charAt(i))) {
      line = text.charAt(i) == '\n' ? i : line;
      i++;
    }
    return line < 0 ? otherwise : text.substring(line + 1, i);
  }

  /** The white space with which the line of {@code position} begins. */
  private String indentOf(int position) {
    int start = text.lastIndexOf('\n', position - 1) + 1;
    int i = start;
    while (i < position && (text.charAt(i) == ' ' || text.charAt(i) == '\t')) {
      i++;
    }
    return text.substring(start, i);
  }

  private String pretty(ObjectNode node, String indent) {
    String eol = text.contains("\r\n") ? "\r\n" : "\n";
    String pretty = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node);
    return pretty.replace("\r\n", "\n").replace("\n", eol + indent).replace("\" : ", "\": ");
  }

  private Span root() {
    return find().orElseThrow();
  }

  /** Where the value at {@code path} stands. */
  private Optional<Span> find(String... path) {
    try (JsonParser parser = MAPPER.createParser(text)) {
      var _ = parser.nextToken();
      int key = 0;
      for (String name : path) {
        key = enter(parser, name);
        if (key < 0) {
          return Optional.empty();
        }
      }
      int start = (int) parser.currentTokenLocation().getCharOffset();
      boolean empty = true;
      if (parser.currentToken() == JsonToken.START_OBJECT) {
        empty = parser.nextToken() == JsonToken.END_OBJECT;
        while (!empty && parser.currentToken() == JsonToken.PROPERTY_NAME) {
          var _ = parser.nextToken();
          var _ = parser.skipChildren();
          var _ = parser.nextToken();
        }
      } else {
        var _ = parser.skipChildren();
      }
      return Optional.of(
          new Span(key, start, (int) parser.currentLocation().getCharOffset(), empty));
    }
  }

  /**
   * Goes on to the value of {@code name} in the object whose start was read.
   *
   * @return where the name begins; negative when there is none
   */
  private static int enter(JsonParser parser, String name) {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      return -1;
    }
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      boolean found = parser.currentName().equals(name);
      int key = (int) parser.currentTokenLocation().getCharOffset();
      var _ = parser.nextToken();
      if (found) {
        return key;
      }
      var _ = parser.skipChildren();
    }
    return -1;
  }
}
