package aether.cli.dead;

import aether.bus.DeadLetter;
import aether.event.EventCodec;
import aether.message.Envelope;
import aether.message.EnvelopeCodec;
import aether.terminal.Palette;
import aether.terminal.Palette.Tone;
import aether.view.TerminalText;
import aether.wire.Json;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ObjectNode;

/** Dead letters, as they are printed: harmless to the terminal. */
record LetterText(Palette palette, ZoneId zone) {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
  private static final int ERROR = 60;
  private static final int NAME = 24;
  private static final List<String> TITLES =
      List.of("LETTER", "SINCE", "REASON", "RUNS", "FROM", "ERROR");

  /** One line for each, below a line of titles. */
  List<String> table(List<DeadLetter> letters) {
    List<List<String>> rows = letters.stream().map(this::row).toList();
    int[] widths =
        IntStream.range(0, TITLES.size())
            .map(column ->
                Math.max(
                    TITLES.get(column).length(),
                    rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0)))
            .toArray();
    List<String> lines = new ArrayList<>();
    lines.add(palette.paint(Tone.FAINT, line(TITLES, widths)));
    rows.forEach(row -> lines.add(line(row, widths)));
    return lines;
  }

  /** Everything there is to know about one, its entry as it came in. */
  List<String> whole(DeadLetter letter) {
    List<String> lines = new ArrayList<>();
    lines.add(palette.paint(Tone.STRONG, "letter " + letter.id()));
    lines.add("  since     " + TIME.format(letter.at().atZone(zone)));
    lines.add("  came in   " + origin(letter) + " as " + TerminalText.line(letter.entry()));
    lines.add("  reason    " + reason(letter));
    lines.add("  runs      " + letter.attempts());
    lines.add("  error     " + TerminalText.line(letter.error()));
    letter.envelope().map(LetterText::route).ifPresent(lines::addAll);
    if (letter.fields().isEmpty()) {
      lines.add("  its entry cannot be read any more");
    }
    letter.fields().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(field -> lines.addAll(raw(field.getKey(), field.getValue())));
    return lines;
  }

  /** For a program. */
  static ObjectNode json(DeadLetter letter) {
    ObjectNode node =
        Json.object()
            .put("id", letter.id())
            .put("origin", origin(letter))
            .put("entry", letter.entry())
            .put("reason", reason(letter))
            .put("error", letter.error())
            .put("attempts", letter.attempts())
            .put("at", letter.at().toString());
    ObjectNode fields = node.putObject("fields");
    letter.fields().forEach(fields::put);
    letter.envelope().ifPresent(envelope -> node.set("envelope", EnvelopeCodec.tree(envelope)));
    return node;
  }

  /** Of a version that knows others, nothing is said. */
  private static String reason(DeadLetter letter) {
    return letter.cause().map(EventCodec::reason).orElse("unknown");
  }

  private List<String> row(DeadLetter letter) {
    return List.of(
        letter.id(),
        TIME.format(letter.at().atZone(zone)),
        reason(letter),
        Integer.toString(letter.attempts()),
        letter.envelope().map(from -> TerminalText.line(from.from().value(), NAME)).orElse("-"),
        TerminalText.line(letter.error(), ERROR));
  }

  private static String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = cells.get(i);
      line.append(cell).append(" ".repeat(widths[i] - cell.length() + 2));
    }
    return line.toString().stripTrailing();
  }

  private static List<String> route(Envelope envelope) {
    return List.of(
        "  message   " + TerminalText.line(envelope.id().value()),
        "  thread    " + TerminalText.line(envelope.conversation().value()),
        "  from      " + TerminalText.line(envelope.from().value()));
  }

  private static List<String> raw(String name, String value) {
    List<String> lines = new ArrayList<>();
    lines.add("  field " + TerminalText.line(name));
    TerminalText.neutralise(value).lines().forEach(line -> lines.add("    " + line));
    return lines;
  }

  private static String origin(DeadLetter letter) {
    return letter.origin().name().toLowerCase(Locale.ROOT);
  }
}
