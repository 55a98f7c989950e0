package aether.stargazer;

import aether.message.ConversationId;
import aether.message.Iso8601;
import aether.view.PageCodec;
import aether.view.Synopsis;
import aether.web.Problem;
import aether.web.Problem.Place;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a request asks for; whatever cannot be is refused by name (422). */
record Query(Context ctx) {
  private static final int WIDEST_WINDOW = 1000;
  private static final int LONGEST_TEXT = 200;

  int window() {
    return number("window", 200, 1, WIDEST_WINDOW);
  }

  Optional<ConversationId> conversation() {
    return text("conversation_id").map(id -> id("conversation_id", id));
  }

  /** The conversation in the path. */
  ConversationId named() {
    return id("id", ctx.pathParam("id"));
  }

  ConversationFilter filter() {
    return new ConversationFilter(
        words("body"),
        words("reason"),
        words("state").map(Query::state),
        words("q"),
        time("from"),
        until(),
        number("offset", 0, 0, 10_000_000),
        number("limit", 50, 1, WIDEST_WINDOW));
  }

  /** As of when; empty for now. */
  Optional<Instant> until() {
    return time("until");
  }

  /** The text to search for. */
  String search() {
    return words("q").orElse("");
  }

  /** Whether an export is to be read rather than processed. */
  boolean markdown() {
    String format = words("format").orElse("jsonl");
    if (!List.of("jsonl", "markdown").contains(format)) {
      throw refused("format", "'" + format + "' is neither jsonl nor markdown");
    }
    return format.equals("markdown");
  }

  private int number(String name, int otherwise, int least, int most) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    boolean usable =
        text.get().matches("\\d{1,8}")
            && Integer.parseInt(text.get()) >= least
            && Integer.parseInt(text.get()) <= most;
    if (!usable) {
      throw refused(name, "'" + text.get() + "' is no number from " + least + " to " + most);
    }
    return Integer.parseInt(text.get());
  }

  private Optional<Instant> time(String name) {
    return words(name)
        .map(text ->
            Iso8601.parse(text)
                .orElseThrow(() -> refused(name, "'" + text + "' is no time in ISO 8601")));
  }

  private static Synopsis.State state(String word) {
    return Arrays.stream(Synopsis.State.values())
        .filter(state -> PageCodec.word(state).equals(word))
        .findFirst()
        .orElseThrow(() ->
            refused(
                "state",
                "'" + word + "' is none of " + Sky.words(List.of(Synopsis.State.values()))));
  }

  private Optional<String> words(String name) {
    Optional<String> text = text(name).filter(value -> !value.isBlank());
    if (text.filter(value -> value.length() > LONGEST_TEXT).isPresent()) {
      throw refused(name, "longer than " + LONGEST_TEXT + " characters");
    }
    return text;
  }

  private Optional<String> text(String name) {
    return Optional.ofNullable(ctx.queryParam(name));
  }

  private static ConversationId id(String name, String text) {
    try {
      return new ConversationId(text);
    } catch (IllegalArgumentException e) {
      throw refused(name, String.valueOf(e.getMessage()));
    }
  }

  private static Problem refused(String name, String reason) {
    return Problem.unusable(Place.QUERY, name, reason);
  }
}
