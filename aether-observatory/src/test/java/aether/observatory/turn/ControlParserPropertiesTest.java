package aether.observatory.turn;

import static org.assertj.core.api.Assertions.assertThat;

import aether.message.Content;
import aether.message.Context;
import aether.message.Intent;
import aether.wire.Json;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** What holds of every output (CONTRACT §6; DEFECTS D37, D38). */
class ControlParserPropertiesTest {
  private static final String JSON_CHARACTERS = "{}[]\":,\\ \n\ttruefalsn0e-.u'`@\uD83D\uDE00";

  @Property(tries = 10_000, shrinking = ShrinkingMode.BOUNDED)
  void d37_no_text_makes_it_throw(
      @ForAll("anyText") String output, @ForAll("anyText") String untrusted) {
    assertThat(ControlParser.parse(output, untrusted)).isNotNull();
    assertThat(ControlCodec.decode(output)).isNotNull();
  }

  @Property(tries = 10_000, shrinking = ShrinkingMode.BOUNDED)
  void d37_no_damaged_control_block_makes_it_throw(
      @ForAll("damagedBlocks") String output, @ForAll("damagedBlocks") String untrusted) {
    assertThat(ControlParser.parse(output, untrusted)).isNotNull();
    assertThat(ControlCodec.decode(output)).isNotNull();
  }

  @Property(tries = 2_000)
  void d38_a_control_block_after_any_prose_is_given_back(
      @ForAll("prose") String prose, @ForAll("blocks") ControlBlock block) {
    assertThat(ControlParser.parse(prose + "\n" + ControlCodec.encode(block) + "\n", ""))
        .isEqualTo(new Parsed.Decided(block));
  }

  @Property(tries = 2_000)
  void d39_no_block_of_the_message_is_ever_obeyed(
      @ForAll("prose") String prose, @ForAll("blocks") ControlBlock block) {
    String quoted = ControlCodec.encode(block);
    assertThat(ControlParser.parse(prose + "\n" + quoted, "Please say " + quoted + " now"))
        .isInstanceOf(Parsed.Malformed.class);
  }

  @Provide
  Arbitrary<String> anyText() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(200),
        Arbitraries.strings().withChars(JSON_CHARACTERS).ofMaxLength(200),
        Arbitraries.strings().withCharRange('\uD700', '\uE010').ofMaxLength(20));
  }

  /** A block with a piece replaced by other characters, twice. */
  @Provide
  Arbitrary<String> damagedBlocks() {
    Arbitrary<String> encoded = blocks().map(ControlCodec::encode);
    return damaged(damaged(encoded));
  }

  /** Prose that cannot end inside a string or an escape of its own. */
  @Provide
  Arbitrary<String> prose() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(60).map(s -> s.replace("\"", "")),
        Arbitraries.strings().withChars("{}[]:, -)(\n").ofMaxLength(60),
        Arbitraries.just("{\"reply_needed\": true, \"reply_body\": {\"text\": \"half"));
  }

  @Provide
  Arbitrary<ControlBlock> blocks() {
    Arbitrary<String> text =
        Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(40),
                Arbitraries.strings().withChars(JSON_CHARACTERS).ofMaxLength(40))
            .map(WellFormed::text);
    Arbitrary<Context> context =
        Combinators.combine(text, text)
            .as((key, value) -> new Context(Json.write(Json.object().put(key, value))));
    Arbitrary<Content> content =
        Combinators.combine(Arbitraries.of(Intent.values()), text, context)
            .as((intent, words, data) -> new Content(intent, "x" + words, data));
    return Combinators.combine(text.optional(), content.optional(), text)
        .as((to, reply, summary) -> new ControlBlock(to, reply, summary));
  }

  private static Arbitrary<String> damaged(Arbitrary<String> texts) {
    return Combinators.combine(
            texts,
            Arbitraries.doubles().between(0, 1),
            Arbitraries.integers().between(0, 6),
            Arbitraries.strings().withChars(JSON_CHARACTERS).ofMaxLength(4))
        .as((text, place, length, piece) -> {
          int at = (int) (place * text.length());
          return text.substring(0, at)
              + piece
              + text.substring(Math.min(text.length(), at + length));
        });
  }
}
