package aether.stargazer;

import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.Recorded;
import aether.event.Event;
import aether.event.EventCodec;
import aether.event.Events;
import aether.message.Intent;
import aether.view.Glimpse;
import aether.view.PageCodec;
import aether.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The columns that the page replays say of each record what its glimpse says, in order. */
class HistoryTextTest {
  @Test
  void every_record_stands_in_every_column_at_its_own_place() {
    List<Entry> entries = entries();
    JsonNode history = Json.read(HistoryText.of(entries)).orElseThrow();
    assertThat(history.path("head").stringValue())
        .isEqualTo(entries.getLast().position().toString());
    says(history, entries, "c", Glimpse::conversation);
    says(history, entries, "f", seen -> seen.leg().from());
    says(history, entries, "o", seen -> seen.leg().to());
    says(history, entries, "d", Glimpse::detail);
    counts(history, entries, "k", seen -> (long) seen.kind().code());
    counts(history, entries, "h", seen -> (long) seen.leg().hop());
    counts(history, entries, "m", seen -> (long) seen.leg().limit());
    counts(history, entries, "u", PageCodec::millionths);
    assertThat(longs(history, "t"))
        .containsExactlyElementsOf(
            entries.stream().map(entry -> entry.position().millis()).toList());
  }

  @Test
  void each_text_is_written_once_and_the_first_is_none() {
    JsonNode strings = Json.read(HistoryText.of(entries())).orElseThrow().path("strings");
    List<String> texts = strings.valueStream().map(JsonNode::stringValue).toList();
    assertThat(texts).doesNotHaveDuplicates().startsWith("");
  }

  @Test
  void an_empty_mirror_has_empty_columns() {
    assertThat(HistoryText.of(List.of()))
        .isEqualTo(
            "{\"head\": \"0-0\", \"k\": [], \"t\": [], \"c\": [], \"f\": [], \"o\": [], \"h\": [],"
                + " \"m\": [], \"d\": [], \"u\": [], \"strings\": [\"\"]}");
  }

  private static List<Entry> entries() {
    Traffic traffic = new Traffic(Events.NOW);
    for (int i = 0; i < 40; i++) {
      traffic.say("talk-" + i / 3, "body_" + i % 7, "body_" + i % 5, Intent.ASK, "n " + i, i % 8);
    }
    List<Event> events = new ArrayList<>(traffic.events());
    events.add(Events.done("done", Optional.of(Events.USAGE)));
    Events.extinctions().forEach(why -> events.add(Events.stopped(why)));
    Events.actions().forEach(action -> events.add(Events.operated(action)));
    Events.milestones().forEach(step -> events.add(Events.step(Events.ALPHA, step)));
    events.add(3, EventCodec.decode("not \"json\"\nat all"));
    events.addFirst(EventCodec.decode("{\"kind\": \"weather\"}"));
    List<Entry> entries = new ArrayList<>();
    for (Event event : events) {
      int seq = entries.size();
      entries.add(Entry.of(seq, new Recorded(1_700_000_000_000L + seq + "-" + seq, event)));
    }
    return entries;
  }

  private static void says(
      JsonNode history, List<Entry> entries, String column, Function<Glimpse, String> text) {
    JsonNode strings = history.path("strings");
    assertThat(longs(history, column).stream().map(at -> strings.get(at.intValue()).stringValue()))
        .as(column)
        .containsExactlyElementsOf(entries.stream().map(Entry::glimpse).map(text).toList());
  }

  private static void counts(
      JsonNode history, List<Entry> entries, String column, Function<Glimpse, Long> value) {
    assertThat(longs(history, column))
        .as(column)
        .containsExactlyElementsOf(entries.stream().map(Entry::glimpse).map(value).toList());
  }

  private static List<Long> longs(JsonNode history, String column) {
    return history.path(column).valueStream().map(JsonNode::longValue).toList();
  }
}
