package aether.view;

import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.Recorded;
import aether.event.AnyEvent;
import aether.event.Event;
import aether.message.ConversationId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ViewPropertyTest {
  @Provide
  Arbitrary<List<Event>> histories() {
    return AnyEvent.events().list().ofMaxSize(12);
  }

  @Property(tries = 200)
  void the_hops_are_the_messages_in_order(@ForAll("histories") List<Event> events) {
    List<String> sent =
        events.stream()
            .filter(Event.MessageSent.class::isInstance)
            .map(Event.MessageSent.class::cast)
            .map(message -> message.envelope().id().value())
            .toList();

    List<Timeline.Hop> hops = Timeline.of(events).hops();

    assertThat(hops)
        .extracting(hop -> hop.route().messageId().orElseThrow())
        .containsExactlyElementsOf(sent);
    for (int i = 0; i < hops.size(); i++) {
      assertThat(hops.get(i).seq()).isEqualTo(i);
    }
  }

  @Property(tries = 200)
  void a_waterfall_has_the_hops_of_the_timeline_and_loses_no_record(
      @ForAll("histories") List<Event> events) {
    for (ConversationId id : conversations(events)) {
      List<Waterfall.Hop> hops =
          Waterfall.of(id, events).rows().stream()
              .filter(Waterfall.Hop.class::isInstance)
              .map(Waterfall.Hop.class::cast)
              .filter(hop -> hop.seq().isPresent())
              .toList();
      assertThat(hops)
          .extracting(Waterfall.Hop::route)
          .containsExactlyElementsOf(
              Timeline.of(id, events).hops().stream().map(Timeline.Hop::route).toList());
    }
  }

  @Property(tries = 200)
  void a_synopsis_counts_what_the_timeline_lists(@ForAll("histories") List<Event> events) {
    for (ConversationId id : conversations(events)) {
      Synopsis synopsis = Synopsis.of(id, events);
      Timeline timeline = Timeline.of(id, events);
      assertThat(synopsis.size().messages()).isEqualTo(timeline.hops().size());
      assertThat(synopsis.bodies())
          .isEqualTo(
              ConstellationView.of(
                      Map.of(),
                      events.stream()
                          .filter(e -> e.conversation().equals(Optional.of(id)))
                          .toList())
                  .stars()
                  .keySet());
    }
  }

  private static List<ConversationId> conversations(List<Event> events) {
    return events.stream().flatMap(event -> event.conversation().stream()).distinct().toList();
  }

  @Property(tries = 200)
  void conversations_share_out_the_hops_without_loss(@ForAll("histories") List<Event> events) {
    long apart =
        events.stream()
            .flatMap(event -> event.conversation().stream())
            .distinct()
            .mapToLong(id -> Timeline.of(id, events).hops().size())
            .sum();

    assertThat(apart).isEqualTo(Timeline.of(events).hops().size());
  }

  @Property(tries = 200)
  void a_body_is_never_busier_than_the_history_is_long(@ForAll("histories") List<Event> events) {
    assertThat(ConstellationView.of(Map.of(), events).stars().values())
        .allSatisfy(star -> assertThat(star.activity()).isBetween(1L, (long) events.size()));
  }

  @Property(tries = 200)
  void nothing_on_the_bus_drives_a_terminal(@ForAll("histories") List<Event> events) {
    for (Event event : events) {
      Narration line = Narration.of(event, ZoneOffset.UTC);
      assertThat(line.text()).doesNotContain("\n").matches(ViewPropertyTest::isHarmless);
    }
    List<Recorded> records = events.stream().map(event -> new Recorded("1-0", event)).toList();
    for (Event event : events) {
      ConversationId id = event.conversation().orElse(new ConversationId("none"));
      Transcript transcript = Transcript.of(id, records);
      assertThat(transcript.text(ZoneOffset.UTC)).matches(ViewPropertyTest::isHarmless);
      assertThat(transcript.markdown(ZoneOffset.UTC)).matches(ViewPropertyTest::isHarmless);
      assertThat(transcript.jsonLines().lines()).hasSameSizeAs(transcript.records());
    }
  }

  static boolean isHarmless(String text) {
    return text.codePoints()
        .noneMatch(c ->
            (Character.isISOControl(c) && c != '\n' && c != '\t')
                || Character.getType(c) == Character.SURROGATE
                || (c >= 0x202A && c <= 0x202E)
                || (c >= 0x2066 && c <= 0x2069)
                || c == 0x2028
                || c == 0x2029);
  }
}
