package aether.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import aether.message.IdSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperatorTokenTest {
  private static final String TOKEN = "0123456789abcdef";

  private @TempDir Path home;

  @Test
  void none_a_short_one_or_that_of_the_examples_makes_no_operator() {
    assertThat(OperatorToken.isShown(around(Map.of()))).isFalse();
    assertThat(shown("")).isFalse();
    assertThat(shown("short")).isFalse();
    assertThat(shown("change-me")).isFalse();
    assertThat(shown("with a space in it")).isFalse();
    assertThat(shown(TOKEN)).isTrue();
  }

  @Test
  void where_one_is_kept_it_must_be_that_one() throws IOException {
    Path file = OperatorToken.file(around(Map.of()));
    Files.createDirectories(file.getParent());
    Files.writeString(file, TOKEN + "\n");

    assertThat(shown(TOKEN)).isTrue();
    assertThat(shown("fedcba9876543210")).isFalse();
  }

  private boolean shown(String token) {
    return OperatorToken.isShown(around(Map.of(OperatorToken.VARIABLE, token)));
  }

  private Surroundings around(Map<String, String> env) {
    return new Surroundings(
        env, home, home, Streams.system(), InstantSource.system(), IdSource.random());
  }
}
