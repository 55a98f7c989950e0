package aether.cli;

import static org.assertj.core.api.Assertions.assertThat;

import aether.message.Decoded;
import aether.message.EnvelopeCodec;
import aether.wire.Json;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The schema in docs/schema says what Aether writes and understands. */
class WireFormatTest {
  private static final Path ENVELOPE = Path.of("../docs/schema/envelope.schema.json");

  @Test
  void what_the_first_aether_and_this_one_write_fits_the_schema() throws IOException {
    Schema schema = schema();
    List<String> written =
        fixture("envelopes").valueStream().map(row -> row.path("data").stringValue()).toList();

    assertThat(written).hasSizeGreaterThan(5);
    assertThat(written)
        .allSatisfy(data -> {
          assertThat(schema.validate(data, InputFormat.JSON)).as(data).isEmpty();
          assertThat(schema.validate(again(data), InputFormat.JSON)).as(data).isEmpty();
        });
  }

  @Test
  void what_fits_the_schema_is_understood_and_what_is_refused_does_not_fit() throws IOException {
    Schema schema = schema();
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
            data -> assertThat(schema.validate(data, InputFormat.JSON)).as(data).isNotEmpty());
  }

  private static String again(String data) {
    return switch (EnvelopeCodec.decode(data)) {
      case Decoded.Valid(var envelope) -> EnvelopeCodec.encode(envelope);
      case Decoded.Invalid(String why) -> throw new AssertionError(why);
    };
  }

  private static Schema schema() throws IOException {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(Files.readString(ENVELOPE));
  }

  private static JsonNode fixture(String name) throws IOException {
    try (InputStream in = WireFormatTest.class.getResourceAsStream("/fixtures/" + name + ".json")) {
      return Json.read(
              new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8))
          .orElseThrow();
    }
  }
}
