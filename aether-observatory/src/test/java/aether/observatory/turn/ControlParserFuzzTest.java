package aether.observatory.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A million outputs nobody would think of (CONTRACT §6; DEFECTS D37). The same ones each time. */
class ControlParserFuzzTest {
  private static final int INPUTS = 1_000_000;
  private static final String BLOCK =
      "{\"reply_needed\": true, \"to\": null, \"reply_body\": {\"intent\": \"ask\", \"text\":"
          + " \"which `id`?\", \"context\": {\"a\": [1, {}]}}, \"summary\": \"s\"}";
  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          "\"",
          "\\",
          ":",
          ",",
          "\\u",
          "\\ud800",
          "```json\n",
          "```",
          "\n",
          "reply_needed",
          "\"reply_needed\": ",
          "true",
          "null",
          "\"reply_body\": {",
          "\"text\": \"",
          "-1e999",
          "0.5",
          "// ",
          "/*",
          "\0",
          "\uFEFF",
          "\uD83D",
          "字",
          " ",
          BLOCK,
          "{\"reply_needed\": false}");

  @Test
  void d37_a_million_outputs_are_read_and_none_makes_it_throw() {
    List<Long> thrown =
        LongStream.range(0, INPUTS).parallel().filter(seed -> !isRead(seed)).boxed().toList();
    assertThat(thrown).as("the seeds whose outputs make it throw").isEmpty();
  }

  @Test
  void some_of_them_are_control_blocks_and_some_are_not() {
    assertThat(LongStream.range(0, 2_000).mapToObj(ControlParserFuzzTest::output))
        .anyMatch(output -> ControlParser.parse(output, "") instanceof Parsed.Decided)
        .anyMatch(output -> ControlParser.parse(output, "") instanceof Parsed.Malformed);
  }

  private static boolean isRead(long seed) {
    String output = output(seed);
    try {
      String untrusted = seed % 16 == 0 ? output : "";
      return ControlParser.parse(output, untrusted) != null;
    } catch (RuntimeException | StackOverflowError e) {
      return false;
    }
  }

  private static String output(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return random.nextBoolean() ? pieces(random) : damaged(random);
  }

  private static String pieces(SplittableRandom random) {
    StringBuilder output = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      output.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return output.toString();
  }

  private static String damaged(SplittableRandom random) {
    StringBuilder output = new StringBuilder(BLOCK);
    for (int i = random.nextInt(4); i > 0; i--) {
      int at = random.nextInt(output.length());
      switch (random.nextInt(3)) {
        case 0 -> output.setCharAt(at, (char) random.nextInt(0x10000));
        case 1 -> output.deleteCharAt(at);
        default -> output.insert(at, PIECES.get(random.nextInt(PIECES.size())));
      }
    }
    return output.toString();
  }
}
