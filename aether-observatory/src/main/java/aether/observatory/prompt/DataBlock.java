package aether.observatory.prompt;

import aether.bus.Body;
import aether.message.Content;
import aether.message.Envelope;
import aether.message.EnvelopeCodec;
import aether.message.Iso8601;
import aether.message.ProjectId;
import aether.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Data that came over the bus: one JSON object on one line, so that no field can forge another, in
 * delimiters that carry the prompt's mark. At most {@value #MAX_BYTES} bytes of UTF-8.
 *
 * <p>An at sign is written as an escape: the agent's command line would take one for the name of a
 * file to read in.
 *
 * @param json the object
 */
record DataBlock(String label, String json) {
  static final int MAX_BYTES = 64 * 1024;
  static final int MAX_BODIES = 50;
  static final int MAX_DESCRIPTION = 120;
  static final int MAX_NOTES = 5;

  private static final int TEXT_BYTES = 40 * 1024;
  private static final int CONTEXT_BYTES = 16 * 1024;
  private static final int NOTE_BYTES = 4 * 1024;
  private static final int MAX_CAPABILITIES = 8;
  private static final int MAX_CAPABILITY = 32;
  private static final int READ_AHEAD = 8;
  private static final int ROSTER_BYTES = MAX_BYTES - 256;

  /** The message itself. */
  static DataBlock message(Envelope envelope, Neutral neutral) {
    Content content = envelope.content();
    ObjectNode node = Json.object();
    node.put("from", neutral.text(envelope.from().value()));
    node.put("conversation", neutral.text(envelope.conversation().value()));
    node.put("intent", EnvelopeCodec.wireName(content.intent()));
    node.put("hop", envelope.hops().count());
    Shown text = Shown.within(neutral.text(content.text()), TEXT_BYTES);
    node.put("text", text.text());
    text.cut().ifPresent(cut -> node.put("text_cut", cut));
    putContext(node, content, neutral);
    return new DataBlock("MESSAGE", Json.write(node));
  }

  /** The Bodies {@code me} may write to, as they describe themselves. */
  static DataBlock roster(List<RosterLine> roster, ProjectId me, Neutral neutral) {
    ObjectNode node = Json.object();
    ArrayNode bodies = node.putArray("bodies");
    int bytes = 0;
    int omitted = 0;
    for (RosterLine line : roster) {
      ProjectId id = line.body().id();
      if (id.equals(me) || !id.isSafe() || id.isTransient()) {
        continue;
      }
      ObjectNode body = body(line, neutral);
      int size = bytes(Json.write(body)) + ", ".length();
      if (bodies.size() < MAX_BODIES && bytes + size <= ROSTER_BYTES) {
        bodies.add(body);
        bytes += size;
      } else {
        omitted++;
      }
    }
    if (omitted > 0) {
      node.put("omitted", omitted);
    }
    return new DataBlock("BODIES", Json.write(node));
  }

  /** The latest announcements, oldest first. */
  static DataBlock notes(List<WaveNote> notes, Neutral neutral) {
    ObjectNode node = Json.object();
    ArrayNode array = node.putArray("announcements");
    for (WaveNote note : notes.subList(Math.max(0, notes.size() - MAX_NOTES), notes.size())) {
      ObjectNode entry = array.addObject();
      entry.put("from", neutral.text(note.from().value()));
      entry.put("at", Iso8601.format(note.at()));
      Shown text = Shown.within(neutral.text(note.text()), NOTE_BYTES);
      entry.put("text", text.text());
      text.cut().ifPresent(cut -> entry.put("text_cut", cut));
    }
    return new DataBlock("ANNOUNCEMENTS", Json.write(node));
  }

  /** The block as it stands in a prompt, its last line ended. */
  String render(String nonce) {
    String marked = label + " " + nonce + " ===\n";
    return "=== BEGIN " + marked + escaped(json) + "\n=== END " + marked;
  }

  private static void putContext(ObjectNode node, Content content, Neutral neutral) {
    if (content.context().isEmpty()) {
      return;
    }
    String raw = content.context().json();
    JsonNode tree = Json.read(raw).map(neutral::tree).orElseGet(Json::object);
    String json = Json.write(tree);
    if (bytes(json) <= CONTEXT_BYTES) {
      node.set("context", tree);
      return;
    }
    Shown shown = Shown.within(json, CONTEXT_BYTES);
    node.put("context", shown.text());
    shown.cut().ifPresent(cut -> node.put("context_cut", cut));
  }

  private static ObjectNode body(RosterLine line, Neutral neutral) {
    Body body = line.body();
    ObjectNode node = Json.object();
    node.put("id", neutral.text(body.id().value()));
    node.put("description", line(body.description(), MAX_DESCRIPTION, neutral));
    ArrayNode capabilities = node.putArray("capabilities");
    body.capabilities().stream()
        .limit(MAX_CAPABILITIES)
        .forEach(subject -> capabilities.add(line(subject, MAX_CAPABILITY, neutral)));
    node.put("online", line.online());
    return node;
  }

  /** {@code text} on one line of at most {@code max} characters; only its beginning is read. */
  private static String line(String text, int max, Neutral neutral) {
    String line = neutral.line(text.substring(0, Math.min(text.length(), READ_AHEAD * max)));
    return line.codePointCount(0, line.length()) <= max
        ? line
        : line.substring(0, line.offsetByCodePoints(0, max - 1)) + "…";
  }

  private static String escaped(String json) {
    return json.replace("@", "\\u0040");
  }

  private static int bytes(String json) {
    return escaped(json).getBytes(StandardCharsets.UTF_8).length;
  }
}
