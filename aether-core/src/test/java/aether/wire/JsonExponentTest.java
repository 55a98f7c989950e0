package aether.wire;

import static org.assertj.core.api.Assertions.assertThat;

import aether.message.Decoded;
import aether.message.EnvelopeCodec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonExponentTest {
  @ParameterizedTest
  @ValueSource(strings = {"1e99999999999999", "-1e-99999999999", "1E+2147483648000"})
  void d1_an_exponent_beyond_any_range_is_no_json_and_no_crash(String number) {
    assertThat(Json.read(number)).isEmpty();
    assertThat(Json.problem(number)).isPresent();
    assertThat(EnvelopeCodec.decode("{\"message_id\": " + number + "}"))
        .isInstanceOf(Decoded.Invalid.class);
  }
}
