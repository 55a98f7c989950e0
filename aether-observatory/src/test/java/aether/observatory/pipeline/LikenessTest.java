package aether.observatory.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** When two texts are nearly the same. */
class LikenessTest {
  private static final String LONG =
      "I have looked at it again and I think that we should go on as you have said unless there is"
          + " anything else that you would like me to look at before we go on with it as planned";

  @Property
  void a_text_is_nearly_itself_and_the_share_is_the_same_both_ways(
      @ForAll String one, @ForAll String other) {
    Likeness a = Likeness.of(one);
    Likeness b = Likeness.of(other);
    assertThat(a.isNearly(Likeness.of(one))).isTrue();
    assertThat(a.share(b)).isEqualTo(b.share(a)).isBetween(0.0, 1.0);
  }

  @Test
  void case_spacing_and_punctuation_do_not_count() {
    assertNearly("Thanks — let me know!", "  thanks, LET me\nknow.");
    assertNearly(LONG, LONG + " again");
  }

  @Test
  void another_number_is_news_however_long_the_text() {
    assertFar(LONG + " 12 fail", LONG + " 11 fail");
    assertFar("Attempt 1", "Attempt 2");
  }

  @Test
  void short_texts_differ_by_a_word() {
    assertFar("Migrate table invoices", "Migrate table payments");
    assertFar("Yes", "No");
    assertFar("訂單編號是哪一欄", "商店編號是哪一欄");
  }

  /** A new word in ten is news, wherever it stands. */
  @Property
  void a_word_in_ten_is_enough_to_be_news(@ForAll @IntRange(min = 0, max = 9) int at) {
    List<String> words =
        new ArrayList<>(
            List.of("we", "must", "first", "move", "the", "lock", "out", "of", "this", "method"));
    String before = String.join(" ", words);
    words.set(at, "elsewhere");
    assertFar(before, String.join(" ", words));
  }

  private static void assertNearly(String one, String other) {
    assertThat(Likeness.of(one).isNearly(Likeness.of(other))).isTrue();
  }

  private static void assertFar(String one, String other) {
    assertThat(Likeness.of(one).isNearly(Likeness.of(other))).isFalse();
  }
}
