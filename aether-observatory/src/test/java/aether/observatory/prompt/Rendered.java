package aether.observatory.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.Body;
import aether.message.Content;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.MessageId;
import aether.message.ProjectId;
import aether.message.Recipient;
import aether.wire.Json;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** A prompt taken apart again, and the makings of one. */
record Rendered(Prompt prompt) {
  static final String NONCE = "m0123456789abcdef0123456789abcdef";
  static final ProjectId ME = new ProjectId("beta");
  static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

  static Rendered of(Envelope envelope, List<RosterLine> roster, List<WaveNote> notes) {
    return new Rendered(Prompt.of(envelope, ME, roster, Register.PLAIN, notes, () -> NONCE));
  }

  static Rendered of(Content content) {
    return of(comet("alpha", "c-1", content), List.of(), List.of());
  }

  static Envelope comet(String from, String conversation, Content content) {
    return Envelope.origin(
        new MessageId("m-1"),
        new ConversationId(conversation),
        new ProjectId(from),
        new Recipient.Project(ME),
        8,
        NOON,
        content);
  }

  static RosterLine line(String id, String description, String... capabilities) {
    return new RosterLine(new Body(new ProjectId(id), description, List.of(capabilities)), true);
  }

  /** What stands between the one BEGIN and the one END of this label. */
  ObjectNode block(String label) {
    String begin = "=== BEGIN " + label + " " + NONCE + " ===\n";
    String end = "\n=== END " + label + " " + NONCE + " ===\n";
    assertThat(List.of(count(begin), count(end))).as(label).containsExactly(1L, 1L);
    return Json.readObject(raw(label)).orElseThrow();
  }

  /** The block's JSON as it stands in the message. */
  String raw(String label) {
    String begin = "=== BEGIN " + label + " " + NONCE + " ===\n";
    int start = prompt.message().indexOf(begin) + begin.length();
    return prompt.message().substring(start, prompt.message().indexOf("\n=== END " + label, start));
  }

  String text() {
    return block("MESSAGE").path("text").stringValue();
  }

  /** Everything that stands in no block. */
  String trusted() {
    Pattern block =
        Pattern.compile(
            "=== BEGIN (\\w+) " + NONCE + " ===\n.*?\n=== END \\1 " + NONCE + " ===\n",
            Pattern.DOTALL);
    return prompt.rules() + block.matcher(prompt.message()).replaceAll("");
  }

  /** How often {@code piece} stands in the message. */
  long count(String piece) {
    Matcher matcher = Pattern.compile(Pattern.quote(piece)).matcher(prompt.message());
    return matcher.results().count();
  }
}
