package aether.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages and README.zh-TW.md call each thing by the same Chinese name, and nothing is left. */
class ChineseWordsTest {
  private static final String STARGAZER =
      "aether-stargazer/src/main/resources/aether/stargazer/web/words.js";
  private static final String PANEL =
      "aether-operator/src/main/resources/aether/operator/web/words.js";
  private static final Pattern TONGUE = Pattern.compile("(?ms)^const (EN|ZH) = \\{\\n(.*?)^\\};$");
  private static final Pattern WORD = Pattern.compile("(\\w+): '");

  /** Each was once a second name of something: an extinction, a Comet, a Wave, a grant. */
  private static final List<String> SECOND_NAMES = List.of("消光", "消滅", "彗星", "給全體的波", "回覆的波", "核發");

  @ParameterizedTest
  @ValueSource(strings = {STARGAZER, PANEL, "README.zh-TW.md"})
  void nothing_has_a_second_name(String file) throws IOException {
    assertThat(read(file)).doesNotContain(SECOND_NAMES);
  }

  @Test
  void the_extinction_log_is_called_as_the_readme_calls_it() throws IOException {
    assertThat(read("README.zh-TW.md")).contains("熄滅紀錄");
    assertThat(read(STARGAZER)).contains("extinctions: '熄滅紀錄'");
  }

  @ParameterizedTest
  @ValueSource(strings = {STARGAZER, PANEL})
  void every_word_is_there_in_both_languages(String file) throws IOException {
    Matcher tongues = TONGUE.matcher(read(file));
    assertThat(tongues.find()).isTrue();
    Set<String> english = keys(tongues.group(2));
    assertThat(tongues.find()).isTrue();
    assertThat(keys(tongues.group(2))).isNotEmpty().isEqualTo(english);
  }

  private static Set<String> keys(String words) {
    Set<String> keys = new TreeSet<>();
    Matcher word = WORD.matcher(words);
    while (word.find()) {
      keys.add(word.group(1));
    }
    return keys;
  }

  private static String read(String file) throws IOException {
    return Files.readString(Path.of("..").resolve(file));
  }
}
