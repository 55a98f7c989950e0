package aether.message;

import static org.assertj.core.api.Assertions.assertThat;

import aether.wire.Json;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The one form that is signed (ADR 10). */
class SignedFormTest {
  private static final KeyId KEY = new KeyId("0123456789abcdef");

  @Test
  void it_is_the_envelope_sorted_and_without_space() {
    assertThat(
            form("{\"to\": \"b\", \"body\": {\"text\": \"x\", \"intent\": \"ask\"}, \"sig\": 7}"))
        .isEqualTo(
            "aether-envelope-1\n{\"body\":{\"intent\":\"ask\",\"text\":\"x\"},\"to\":\"b\"}");
  }

  @Test
  void a_field_called_sig_deeper_down_is_signed() {
    assertThat(form("{\"body\": {\"sig\": 7}}")).endsWith("{\"body\":{\"sig\":7}}");
  }

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "-0,0",
    "0.0,0",
    "-0.0e5,0",
    "1.0,1",
    "1e2,100",
    "1E+2,100",
    "-12.50,-125e-1",
    "0.25,25e-2",
    "123456789012345678901,123456789012345678901",
    "1234567890123456789012,1234567890123456789012e0",
    "1e21,1e21",
    "1e20,100000000000000000000",
    "1e400,1e400",
    "1e-400,1e-400"
  })
  void a_number_is_written_by_its_value(String literal, String written) {
    assertThat(form("{\"n\": " + literal + "}")).endsWith("{\"n\":" + written + "}");
  }

  @Test
  void text_is_escaped_in_one_way() {
    assertThat(form("{\"t\": \"\\u0041\\/\\u001f\\b\\n\\\"\\\\\\u00e9\\ud83d\\ude00\\ud83d\"}"))
        .endsWith("{\"t\":\"A/\\u001f\\b\\n\\\"\\\\é😀\uFFFD\"}");
  }

  @Test
  void a_name_may_be_empty() {
    assertThat(form("{\"\": {\"\": 1}}")).endsWith("{\"\":{\"\":1}}");
  }

  @Test
  void names_are_in_the_order_of_code_points() {
    assertThat(form("{\"\\ud83d\\ude00\": 1, \"\\uffee\": 2, \"a\": 3, \"B\": 4}"))
        .endsWith("{\"B\":4,\"a\":3,\"\uFFEE\":2,\"😀\":1}");
  }

  @Property(tries = 500)
  void it_does_not_depend_on_order_or_spacing(
      @ForAll("envelopes") Envelope envelope, @ForAll long seed) {
    String form = EnvelopeCodec.signedForm(envelope, KEY);
    ObjectNode tree = tree(envelope);
    assertThat(SignedFormCodec.of((ObjectNode) shuffled(tree, new Random(seed)), "sig"))
        .isEqualTo(form);
    assertThat(form(Json.mapper().writeValueAsString(tree))).isEqualTo(form);
  }

  @Property(tries = 500)
  void what_is_signed_is_what_is_read(@ForAll("envelopes") Envelope envelope) {
    String form = EnvelopeCodec.signedForm(envelope, KEY);
    Seal.Signature signature = new Seal.Signature(Optional.of(KEY), "c2ln", form);
    Envelope signed = envelope.with(new Seal(Optional.of(signature), Seal.Verdict.UNCHECKED));
    assertThat(EnvelopeCodec.decode(EnvelopeCodec.encode(signed)))
        .isEqualTo(new Decoded.Valid(signed));
  }

  @Property(tries = 500)
  void two_messages_of_one_form_are_one_message(
      @ForAll("envelopes") Envelope one, @ForAll("envelopes") Envelope other) {
    assertThat(EnvelopeCodec.signedForm(one, KEY).equals(EnvelopeCodec.signedForm(other, KEY)))
        .isEqualTo(EnvelopeCodec.encode(one).equals(EnvelopeCodec.encode(other)));
  }

  @Property(tries = 500)
  void any_change_of_any_field_changes_it(
      @ForAll("envelopes") Envelope envelope, @ForAll long seed) {
    String form = EnvelopeCodec.signedForm(envelope, KEY);
    Random random = new Random(seed);
    for (String field : List.copyOf(tree(envelope).propertyNames())) {
      ObjectNode changed = tree(envelope);
      changed.set(field, changed(changed.get(field), random));
      assertThat(SignedFormCodec.of(changed, "sig")).as(field).isNotEqualTo(form);
      changed.remove(field);
      assertThat(SignedFormCodec.of(changed, "sig")).as("without " + field).isNotEqualTo(form);
    }
    assertThat(SignedFormCodec.of(tree(envelope).put("new_field", 1), "sig")).isNotEqualTo(form);
  }

  @Provide
  Arbitrary<Envelope> envelopes() {
    return Arbitraries.lazy(Messages::envelopes);
  }

  private static ObjectNode tree(Envelope envelope) {
    return EnvelopeCodec.tree(envelope).put("kid", KEY.value());
  }

  private static String form(String json) {
    return SignedFormCodec.of(Json.readObject(json).orElseThrow(), "sig");
  }

  /** Another value of the same type, or of another when there is only one. */
  private static JsonNode changed(JsonNode value, Random random) {
    ObjectNode box = Json.object();
    if (value instanceof ObjectNode object && !object.isEmpty()) {
      ObjectNode copy = object.deepCopy();
      List<String> names = List.copyOf(copy.propertyNames());
      String name = names.get(random.nextInt(names.size()));
      copy.set(name, changed(copy.get(name), random));
      return copy;
    }
    if (value.isString()) {
      return box.put("v", value.stringValue() + "x").get("v");
    }
    if (value.isIntegralNumber()) {
      return box.put("v", value.bigIntegerValue().add(BigInteger.ONE)).get("v");
    }
    return box.put("v", value.isBoolean() ? !value.booleanValue() : true).get("v");
  }

  private static JsonNode shuffled(JsonNode node, Random random) {
    if (node instanceof ObjectNode object) {
      List<Map.Entry<String, JsonNode>> fields = new ArrayList<>(object.properties());
      Collections.shuffle(fields, random);
      ObjectNode copy = Json.object();
      fields.forEach(field -> copy.set(field.getKey(), shuffled(field.getValue(), random)));
      return copy;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode copy = Json.mapper().createArrayNode();
      array.forEach(each -> copy.add(shuffled(each, random)));
      return copy;
    }
    return node;
  }
}
