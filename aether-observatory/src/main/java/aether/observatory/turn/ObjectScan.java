package aether.observatory.turn;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * Finds the JSON objects that stand anywhere in a text and have a given field of their own.
 *
 * <p>A JSON tokenizer is started at a brace and decides where its object ends. Every brace it meets
 * on its way as the start of an object is settled by that one walk: the object is complete, or it
 * is broken where the walk broke. So only braces inside the strings of a broken object are tried
 * again, where quotes have the other meaning, and no character is read more than twice as JSON.
 */
final class ObjectScan {
  /**
   * Where an object stands: from its opening brace to just after its closing one.
   *
   * @param height objects on the longest way down, this one included
   */
  record Span(int start, int end, int height) {}

  private static final TokenStreamFactory TOKENS =
      JsonFactory.builder()
          .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(Integer.MAX_VALUE).build())
          .build();

  private final char[] text;
  private final String field;
  private final BitSet settled;
  private final int[] ends;
  private final List<Span> found = new ArrayList<>();

  private ObjectScan(String text, String field) {
    this.text = text.toCharArray();
    this.field = field;
    this.settled = new BitSet(this.text.length);
    this.ends = new int[this.text.length];
  }

  /** Every object in {@code text} that has {@code field}, nested ones too, in order of starts. */
  static List<Span> all(String text, String field) {
    boolean named = text.contains(field) || text.indexOf('\\') >= 0;
    if (!named) {
      return List.of();
    }
    ObjectScan scan = new ObjectScan(text, field);
    for (int at = text.indexOf('{'); at >= 0; at = text.indexOf('{', at)) {
      at = scan.after(at);
    }
    scan.found.sort(Comparator.comparingInt(Span::start));
    return List.copyOf(scan.found);
  }

  /** As {@link #all}, without those that stand inside another one. */
  static List<Span> outermost(String text, String field) {
    List<Span> outer = new ArrayList<>();
    int end = 0;
    for (Span span : all(text, field)) {
      if (span.start() >= end) {
        outer.add(span);
        end = span.end();
      }
    }
    return List.copyOf(outer);
  }

  private int after(int brace) {
    if (!settled.get(brace) && mayOpenObject(brace)) {
      walk(brace);
    }
    return ends[brace] > 0 ? ends[brace] : brace + 1;
  }

  /**
   * Whether an object may begin here, by its first key and how that one's value begins; spares most
   * braces a tokenizer.
   */
  private boolean mayOpenObject(int brace) {
    int at = afterSpace(brace + 1);
    if (at == text.length || text[at] != '"') {
      return at < text.length && text[at] == '}';
    }
    do {
      at++;
    } while (at < text.length && text[at] != '"' && text[at] != '\\');
    if (at < text.length && text[at] == '"') {
      at = afterSpace(at + 1);
      return at < text.length && text[at] == ':' && mayOpenValue(afterSpace(at + 1));
    }
    return at < text.length;
  }

  private boolean mayOpenValue(int at) {
    return at < text.length && "\"{[-0123456789tfn".indexOf(text[at]) >= 0;
  }

  private int afterSpace(int at) {
    int next = at;
    while (next < text.length && " \t\r\n".indexOf(text[next]) >= 0) {
      next++;
    }
    return next;
  }

  private void walk(int start) {
    Deque<Open> open = new ArrayDeque<>();
    try (JsonParser parser =
        TOKENS.createParser(ObjectReadContext.empty(), text, start, text.length - start)) {
      do {
        step(parser, parser.nextToken(), start, open);
      } while (!open.isEmpty());
    } catch (JacksonException broken) {
      // What is still open is broken at this very place; what was closed before stays found.
      return;
    }
  }

  private void step(JsonParser parser, JsonToken token, int start, Deque<Open> open) {
    switch (token) {
      case START_OBJECT -> {
        int at = start + (int) parser.currentTokenLocation().getCharOffset();
        settled.set(at);
        open.push(new Open(at));
      }
      case PROPERTY_NAME -> {
        if (parser.currentName().equals(field)) {
          open.element().holdsField = true;
        }
      }
      case END_OBJECT -> {
        Open closed = open.pop();
        int end = start + (int) parser.currentLocation().getCharOffset();
        ends[closed.start] = end;
        if (!open.isEmpty()) {
          open.element().height = Math.max(open.element().height, closed.height + 1);
        }
        if (closed.holdsField) {
          found.add(new Span(closed.start, end, closed.height));
        }
      }
      default -> {}
    }
  }

  private static final class Open {
    final int start;
    boolean holdsField;
    int height = 1;

    Open(int start) {
      this.start = start;
    }
  }
}
