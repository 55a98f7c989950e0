package aether.view;

import aether.bus.Recorded;
import aether.event.Event;
import aether.event.EventCodec;
import aether.event.Extinction;
import aether.message.ConversationId;
import aether.message.ProjectId;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One conversation as it can be read: what was said, done, stopped and ordered, in stream order.
 * All of it is data of peers: nothing in it can drive a terminal or break out of its block.
 *
 * @param records the records of this conversation alone, in stream order
 */
public record Transcript(ConversationId conversation, List<Recorded> records) {
  private static final String MARGIN = "    │ ";
  private static final Pattern BACKTICKS = Pattern.compile("`+");

  public Transcript {
    records = List.copyOf(records);
  }

  /** The transcript of one conversation, whatever else is among {@code records}. */
  public static Transcript of(ConversationId conversation, List<Recorded> records) {
    return new Transcript(
        conversation,
        records.stream()
            .filter(r -> r.event().conversation().equals(Optional.of(conversation)))
            .toList());
  }

  /** Plain text for a terminal, with times of day in {@code zone}; ends with a line break. */
  public String text(ZoneId zone) {
    StringBuilder out = new StringBuilder();
    out.append("conversation ").append(TerminalText.line(conversation.value())).append('\n');
    for (Passage passage : passages()) {
      out.append('\n').append(passage.clock(zone)).append("  ").append(passage.heading());
      passage
          .quote()
          .ifPresent(quote ->
              TerminalText.neutralise(quote)
                  .lines()
                  .forEach(line -> out.append('\n').append(MARGIN).append(line)));
      out.append('\n');
    }
    return out.append('\n').append(ending()).append('\n').toString();
  }

  /** Markdown, with times of day in {@code zone}. What peers wrote stands in code alone. */
  public String markdown(ZoneId zone) {
    StringBuilder out = new StringBuilder();
    out.append("# Conversation ").append(code(conversation.value())).append('\n');
    for (Passage passage : passages()) {
      out.append("\n**").append(passage.clock(zone)).append("** ");
      out.append(span(passage.heading())).append('\n');
      passage.quote().ifPresent(quote -> out.append('\n').append(block(quote)));
    }
    return out.append('\n').append(code(ending())).append('\n').toString();
  }

  /** The records as they stand on the bus, each on a line of its own. */
  public String jsonLines() {
    return records.stream()
        .map(r -> ViewCodec.line(r.event()) + "\n")
        .collect(Collectors.joining());
  }

  /** How it ended, or whose turn it is, in one line. */
  public String ending() {
    List<Event> events = records.stream().map(Recorded::event).toList();
    Timeline timeline = Timeline.of(conversation, events);
    String ending;
    Optional<String> end = lastEnd(events);
    if (end.isPresent()) {
      ending = "ended: " + end.get();
    } else if (timeline.hops().isEmpty()) {
      ending = "no message of this conversation is recorded";
    } else {
      ending = standing(timeline);
    }
    return TerminalText.line(ending);
  }

  /** The last end that nothing has come after: a dead letter that was tried again is none. */
  private static Optional<String> lastEnd(List<Event> events) {
    Optional<String> end = Optional.empty();
    for (Event event : events) {
      end =
          switch (event) {
            case Event.MessageSent _, Event.ProcessingDone _ -> Optional.empty();
            case Event.Extinguished stopped when isAnEnd(stopped.why()) ->
                Optional.of(EventCodec.canonicalReason(stopped.why()) + ", " + Words.why(stopped));
            case Event.Extinguished _,
                Event.ProcessingStarted _,
                Event.Progress _,
                Event.Operated _,
                Event.BusEpochChanged _,
                Event.Unrecognised _ ->
                end;
          };
    }
    return end;
  }

  /** A repeated message is skipped, and the conversation stands where it stood. */
  private static boolean isAnEnd(Extinction why) {
    return why.ends() && !(why instanceof Extinction.Duplicate);
  }

  /** Whether nobody of this name works on messages: whoever asked reads the answer. */
  static boolean isAClient(String recipient) {
    return recipient.equals(ProjectId.OPERATOR.value())
        || recipient.startsWith(ProjectId.TRANSIENT_PREFIX);
  }

  private static String standing(Timeline timeline) {
    Timeline.Hop last = timeline.hops().getLast();
    String recipient = last.route().to().orElse("?");
    if (isAClient(recipient)) {
      return "at rest: answered, the last message is for " + recipient;
    }
    long done =
        timeline.summaries().stream()
            .filter(summary -> summary.route().messageId().equals(last.route().messageId()))
            .count();
    return done == 0
        ? "open: the last message is for " + recipient + ", not yet done"
        : "at rest: the last message, for " + recipient + ", is done and was not answered";
  }

  private List<Passage> passages() {
    return records.stream()
        .map(Recorded::event)
        .map(event ->
            event instanceof Event.Extinguished stopped
                ? Passage.of(stopped).withHeading(stopped(stopped))
                : Passage.of(event))
        .filter(passage -> passage.tone() != Narration.Tone.THINKING)
        .toList();
  }

  private static String stopped(Event.Extinguished stopped) {
    Extinction why = stopped.why();
    String route = Words.route(stopped);
    return Words.verdict(why)
        + ": "
        + EventCodec.canonicalReason(why)
        + ", "
        + Words.why(stopped)
        + (route.isEmpty() ? "" : "  (" + route + ")");
  }

  /** A code span that {@code text} cannot close. */
  private static String code(String text) {
    return span(TerminalText.line(text));
  }

  private static String span(String line) {
    String fence = fence(line, 1);
    return fence + " " + line + " " + fence;
  }

  /** A fenced block that {@code text} cannot close. */
  private static String block(String text) {
    String safe = TerminalText.neutralise(text);
    String fence = fence(safe, 3);
    return fence + "text\n" + safe + "\n" + fence + "\n";
  }

  /** More backticks than stand in a row anywhere in {@code text}. */
  private static String fence(String text, int least) {
    int longest =
        BACKTICKS.matcher(text).results().mapToInt(run -> run.end() - run.start()).max().orElse(0);
    return "`".repeat(Math.max(least, longest + 1));
  }
}
