package aether;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EnvelopeCheckTest {
  private static final String GOOD = Vectors.load("envelopes").get(0).path("data").stringValue();

  private final ByteArrayOutputStream answer = new ByteArrayOutputStream();

  @Test
  void an_envelope_is_confirmed_by_its_id() throws IOException {
    assertThat(check(GOOD)).isZero();
    assertThat(answer()).isEqualTo("ok 11111111-1111-4111-8111-000000000001\n");
  }

  @Test
  void a_line_that_is_no_envelope_is_named_with_its_fault() throws IOException {
    assertThat(check(GOOD + "\n" + GOOD.replace("\"hop_count\": 0", "\"hop_count\": -1")))
        .isEqualTo(1);
    assertThat(answer().lines())
        .containsExactly(
            "ok 11111111-1111-4111-8111-000000000001",
            "line 2: hop_count is -1; it must be at least 0");
  }

  @Test
  void a_line_that_is_no_json_is_one_line_of_answer() throws IOException {
    assertThat(check("hello")).isEqualTo(1);
    assertThat(answer().lines()).singleElement().asString().startsWith("line 1: data: ");
  }

  @Test
  void no_line_at_all_is_a_fault_of_usage() throws IOException {
    assertThat(check("")).isEqualTo(2);
    assertThat(answer()).isEmpty();
  }

  private int check(String lines) throws IOException {
    return EnvelopeCheck.check(
        new BufferedReader(new StringReader(lines)),
        new PrintStream(answer, true, StandardCharsets.UTF_8));
  }

  private String answer() {
    return answer.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }
}
