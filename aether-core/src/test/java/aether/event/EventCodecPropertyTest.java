package aether.event;

import static org.assertj.core.api.Assertions.assertThat;

import aether.message.Messages;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class EventCodecPropertyTest {
  @Provide
  Arbitrary<Event> events() {
    return AnyEvent.events();
  }

  @Provide
  Arbitrary<String> texts() {
    return Messages.texts();
  }

  @Property(tries = 500)
  void what_is_written_is_read_back(@ForAll("events") Event event) {
    assertThat(EventCodec.decode(EventCodec.encode(event))).isEqualTo(event);
  }

  @Property(tries = 500)
  void garbage_is_kept_as_it_was_found(@ForAll("texts") String garbage) {
    Event event = EventCodec.decode(garbage);

    assertThat(event).isInstanceOf(Event.Unrecognised.class);
    assertThat(EventCodec.encode(event)).isEqualTo(garbage);
  }

  @Property(tries = 500)
  void a_damaged_event_never_throws(
      @ForAll("events") Event event,
      @ForAll("texts") String damage,
      @ForAll @IntRange(min = 0, max = 1500) int at) {
    String data = EventCodec.encode(event);
    int cut = Math.min(at, data.length());

    assertThat(EventCodec.decode(data.substring(0, cut) + damage + data.substring(cut)))
        .isNotNull();
    assertThat(EventCodec.decode(data.replace("\"ts\"", "\"t\""))).isNotNull();
  }
}
