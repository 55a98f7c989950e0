package aether.view;

import static org.assertj.core.api.Assertions.assertThat;

import aether.message.Messages;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class TerminalTextTest {
  @Provide
  Arbitrary<String> texts() {
    return Messages.texts();
  }

  @Test
  void an_escape_sequence_is_shown_and_not_obeyed() {
    assertThat(TerminalText.neutralise("\u001B[2J\u001B]0;title\u0007\u009B31m"))
        .isEqualTo("␛[2J␛]0;title␇\\u{9b}31m");
  }

  @Test
  void direction_marks_and_invisible_characters_are_shown() {
    assertThat(TerminalText.neutralise("a\u202Eb\u200Bc\u2066d\uFEFFe\uDB40\uDC41f\uD83D!"))
        .isEqualTo("a\\u{202e}b\\u{200b}c\\u{2066}d\\u{feff}e\\u{e0041}f\\u{d83d}!");
  }

  @Test
  void line_breaks_and_tabs_stay_and_a_lone_carriage_return_cannot_overwrite() {
    assertThat(TerminalText.neutralise("a\r\nb\tc\rd\u007F")).isEqualTo("a\nb\tc␍d␡");
  }

  @Test
  void ordinary_text_of_any_script_stays_as_it_is() {
    String text = "訂單 é ü 👩\u200D💻 שלום \"quotes\" `code` <b>";

    assertThat(TerminalText.neutralise(text)).isEqualTo(text);
  }

  @Test
  void a_line_is_one_line_and_is_cut_between_characters() {
    assertThat(TerminalText.line(" a\n\u2028b \t c ")).isEqualTo("a b c");
    assertThat(TerminalText.line("😀😀😀", 2)).isEqualTo("😀…");
    assertThat(TerminalText.line("😀😀", 2)).isEqualTo("😀😀");
  }

  @Property(tries = 500)
  void nothing_left_drives_a_terminal(@ForAll("texts") String text) {
    assertThat(TerminalText.neutralise(text)).matches(ViewPropertyTest::isHarmless);
  }

  @Property(tries = 500)
  void what_is_harmless_already_is_not_changed_again(@ForAll("texts") String text) {
    String once = TerminalText.neutralise(text);

    assertThat(TerminalText.neutralise(once)).isEqualTo(once);
  }
}
