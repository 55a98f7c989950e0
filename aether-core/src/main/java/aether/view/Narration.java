package aether.view;

import aether.event.Event;
import java.time.ZoneId;

/**
 * One event as one line of plain text, e.g. {@code 12:34:56 frontend → backend ask hop 0/8 "Which
 * field…"}. Safe for a terminal; without colours.
 *
 * @param tone what kind of thing it tells, for whoever adds colours
 */
public record Narration(Tone tone, String text) {
  /** Longer words are cut; the transcript has them whole. */
  private static final int QUOTE_LENGTH = 80;

  /** What kind of thing a line tells. */
  public enum Tone {
    MESSAGE,
    THINKING,
    DONE,
    STOPPED,
    OPERATOR,
    UNKNOWN
  }

  /** The line about {@code event}, with the time of day in {@code zone}. */
  public static Narration of(Event event, ZoneId zone) {
    Passage passage = Passage.of(event);
    String quote =
        passage
            .quote()
            .map(text -> "  \"" + TerminalText.line(text, QUOTE_LENGTH) + "\"")
            .orElse("");
    return new Narration(passage.tone(), passage.clock(zone) + "  " + passage.heading() + quote);
  }
}
