package aether.message;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class EnvelopeCodecPropertyTest {
  @Provide
  Arbitrary<Envelope> envelopes() {
    return Messages.envelopes();
  }

  @Provide
  Arbitrary<String> texts() {
    return Messages.texts();
  }

  @Property(tries = 500)
  void what_is_written_is_read_back(@ForAll("envelopes") Envelope envelope) {
    assertThat(EnvelopeCodec.decode(EnvelopeCodec.encode(envelope)))
        .isEqualTo(new Decoded.Valid(envelope));
  }

  @Property(tries = 500)
  void an_envelope_is_one_line(@ForAll("envelopes") Envelope envelope) {
    assertThat(EnvelopeCodec.encode(envelope)).doesNotContain("\n").doesNotContain("\r");
  }

  @Property(tries = 500)
  void garbage_is_refused_with_a_reason(@ForAll("texts") String garbage) {
    assertThat(EnvelopeCodec.decode(garbage)).isInstanceOf(Decoded.Invalid.class);
  }

  @Property(tries = 500)
  void a_damaged_envelope_never_throws(
      @ForAll("envelopes") Envelope envelope,
      @ForAll("texts") String damage,
      @ForAll @IntRange(min = 0, max = 1000) int at) {
    String data = EnvelopeCodec.encode(envelope);
    int cut = Math.min(at, data.length());

    assertThat(EnvelopeCodec.decode(data.substring(0, cut) + damage + data.substring(cut)))
        .isNotNull();
    assertThat(EnvelopeCodec.decode(data.substring(0, cut))).isNotNull();
  }
}
