package aether.cli;

import static org.assertj.core.api.Assertions.assertThat;

import aether.event.AnyEvent;
import aether.event.Event;
import aether.event.EventCodec;
import aether.event.Events;
import aether.message.Decoded;
import aether.message.EnvelopeCodec;
import aether.wire.Json;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The schemas in docs/schema say what Aether writes and understands. */
class WireFormatTest {
  private static final Path SCHEMAS = Path.of("../docs/schema");
  private static final Schema ENVELOPE = schema("envelope");
  private static final Schema EVENT = schema("event");

  @Test
  void what_the_first_aether_and_this_one_write_fits_the_schema() {
    List<String> written =
        fixture("envelopes").valueStream().map(row -> row.path("data").stringValue()).toList();

    assertThat(written)
        .hasSizeGreaterThan(5)
        .allSatisfy(data -> {
          assertThat(ENVELOPE.validate(data, InputFormat.JSON)).as(data).isEmpty();
          assertThat(ENVELOPE.validate(again(data), InputFormat.JSON)).as(data).isEmpty();
        });
  }

  @Test
  void what_fits_the_schema_is_understood_and_what_is_refused_does_not_fit() {
    List<String> hostile =
        fixture("envelope_parse")
            .path("vectors")
            .valueStream()
            .map(row -> row.path("in").stringValue())
            .filter(data -> Json.readObject(data).isPresent())
            .toList();

    assertThat(hostile).hasSizeGreaterThan(20);
    assertThat(hostile)
        .filteredOn(data -> EnvelopeCodec.decode(data) instanceof Decoded.Invalid)
        .isNotEmpty()
        .allSatisfy(
            data -> assertThat(ENVELOPE.validate(data, InputFormat.JSON)).as(data).isNotEmpty());
  }

  @Test
  void the_events_of_the_first_aether_fit_the_schema() {
    assertThat(Stream.of("events", "event_kinds").flatMap(name -> fixture(name).valueStream()))
        .map(row -> row.path("data").stringValue())
        .hasSizeGreaterThan(20)
        .allSatisfy(data -> assertThat(EVENT.validate(data, InputFormat.JSON)).as(data).isEmpty());
  }

  @Property(tries = 500)
  void every_event_fits_the_schema(@ForAll("events") Event event) {
    String data = EventCodec.encode(event);

    assertThat(EVENT.validate(data, InputFormat.JSON)).as(data).isEmpty();
  }

  @Test
  void an_event_with_a_field_spoilt_is_understood_or_does_not_fit_the_schema() {
    List<String> spoilt = samples().map(Json::readObject).flatMap(this::spoilt).toList();

    assertThat(spoilt)
        .filteredOn(data -> EventCodec.decode(data) instanceof Event.Unrecognised)
        .hasSizeGreaterThan(300)
        .allSatisfy(
            data -> assertThat(EVENT.validate(data, InputFormat.JSON)).as(data).isNotEmpty());
  }

  @Provide
  Arbitrary<Event> events() {
    return AnyEvent.events();
  }

  private static Stream<String> samples() {
    return Stream.of(
            Stream.of(Events.sent("hi"), Events.done("all is said", Optional.of(Events.USAGE))),
            Events.milestones().stream().map(each -> Events.step(Events.BETA, each)),
            Events.extinctions().stream().map(Events::stopped),
            Events.actions().stream().map(Events::operated))
        .flatMap(each -> each)
        .map(EventCodec::encode);
  }

  /** {@code event} without each of its fields in turn, and with something else in its place. */
  private Stream<String> spoilt(Optional<ObjectNode> event) {
    ObjectNode whole = event.orElseThrow();
    return whole.propertyNames().stream()
        .flatMap(name ->
            Stream.of("null", "-1", "\"\"", "\"x\"", "{}", "[]", "true")
                .map(
                    value -> whole.deepCopy().<ObjectNode>set(name, Json.read(value).orElseThrow()))
                .map(Json::write)
                .mapMulti((data, out) -> {
                  out.accept(data);
                  out.accept(Json.write(whole.deepCopy().without(name)));
                }));
  }

  private static String again(String data) {
    return switch (EnvelopeCodec.decode(data)) {
      case Decoded.Valid(var envelope) -> EnvelopeCodec.encode(envelope);
      case Decoded.Invalid(String why) -> throw new AssertionError(why);
    };
  }

  private static Schema schema(String name) {
    return SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            builder -> builder.resourceLoaders(loaders -> loaders.resources(WireFormatTest::text)))
        .getSchema(SchemaLocation.of(SCHEMAS.resolve(name + ".schema.json").toUri().toString()));
  }

  private static String text(String location) {
    try {
      return Files.readString(Path.of(URI.create(location)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode fixture(String name) {
    try (InputStream in = WireFormatTest.class.getResourceAsStream("/fixtures/" + name + ".json")) {
      return Json.read(
              new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8))
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
