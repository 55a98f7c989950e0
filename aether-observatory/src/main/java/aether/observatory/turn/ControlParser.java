package aether.observatory.turn;

import aether.wire.Json;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the control block out of an agent's output (CONTRACT §6).
 *
 * <p>The last JSON object with a {@code reply_needed} of its own counts, wherever it stands:
 * fenced, bare, in an array, inside an object that is none; not inside another control object. An
 * object that stands in this turn's untrusted data never counts.
 *
 * <p>Bounds: only the last {@value #MAX_OUTPUT} characters are looked at, and of the control
 * objects in them only the last {@value #MAX_CANDIDATES}; the time is linear in the length (see
 * {@link ObjectScan}). Never throws.
 */
public final class ControlParser {
  /** Characters of an output that are looked at, counted from its end. */
  static final int MAX_OUTPUT = 2 * 1024 * 1024;

  /** Control objects that are considered, counted from the end. */
  static final int MAX_CANDIDATES = 64;

  private ControlParser() {}

  /**
   * The decision in {@code output}, or why there is none.
   *
   * @param untrusted everything the agent was shown in this turn that came over the bus
   */
  public static Parsed parse(String output, String untrusted) {
    String tail = output.substring(Math.max(0, output.length() - MAX_OUTPUT));
    List<ObjectScan.Span> candidates = ObjectScan.outermost(tail, ControlCodec.REPLY_NEEDED);
    if (candidates.isEmpty()) {
      return new Parsed.Malformed("no JSON object with reply_needed");
    }
    Quotations quotations = new Quotations(untrusted, ControlCodec.REPLY_NEEDED);
    int oldest = Math.max(0, candidates.size() - MAX_CANDIDATES);
    for (ObjectScan.Span span : candidates.subList(oldest, candidates.size()).reversed()) {
      String text = tail.substring(span.start(), span.end());
      Optional<ObjectNode> object = Json.readObject(text);
      if (!quotations.hold(text, object)) {
        return object
            .map(ControlCodec::read)
            .orElseGet(() -> new Parsed.Malformed("the control object is too deep or too long"));
      }
    }
    return new Parsed.Malformed("the only control object is quoted from the message itself");
  }
}
