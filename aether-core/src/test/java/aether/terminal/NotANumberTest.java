package aether.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

class NotANumberTest {
  @Command(name = "made-up")
  private static final class MadeUp {
    @Option(
        names = {"-p", "--max-parallel"},
        paramLabel = "N")
    private int parallel;

    @Option(names = "--usd")
    private BigDecimal usd = BigDecimal.ONE;

    @Parameters(paramLabel = "COUNT", arity = "0..1")
    private long count;
  }

  @ParameterizedTest
  @CsvSource({
    "--max-parallel, abc, 'is not a whole number, such as 4'",
    "--max-parallel, 1.5, 'is not a whole number, such as 4'",
    "--max-parallel, 99999999999, is too large a number",
    "--usd, a lot, 'is not a number, such as 0.50'",
  })
  void a_flag_is_named_with_its_value_and_what_it_should_be(
      String flag, String value, String complaint) {
    assertThat(NotANumber.words(refusal(flag, value)))
        .contains(flag + " '" + value + "' " + complaint);
  }

  @Test
  void a_parameter_is_named_as_the_help_names_it() {
    assertThat(NotANumber.words(refusal("some")))
        .contains("COUNT 'some' is not a whole number, such as 4");
  }

  @Test
  void what_is_about_something_else_is_left_alone() {
    assertThat(NotANumber.words(refusal("--unheard-of"))).isEmpty();
  }

  private static String refusal(String... args) {
    try {
      new CommandLine(new MadeUp()).parseArgs(args);
      return "";
    } catch (ParameterException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
