package aether.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which known word somebody meant by one that is not known. */
public final class Nearest {
  private static final int SHORTEST_PREFIX = 3;

  private Nearest() {}

  /**
   * The known word with the fewest slips of the hand (a letter too much, missing, wrong, or two
   * swapped), else the only one that begins with what was typed. Empty when nothing is near enough
   * to be more than a guess. Case does not count.
   */
  public static Optional<String> of(String typed, Collection<String> known) {
    int allowed = Math.min(3, (typed.length() + 2) / 3);
    return known.stream()
        .filter(word -> distance(typed, word) <= allowed && distance(typed, word) < typed.length())
        .min(
            Comparator.comparingInt((String word) -> distance(typed, word))
                .thenComparing(Comparator.naturalOrder()))
        .or(() -> onlyOneBeginningWith(typed, known));
  }

  /** {@code ; did you mean 'x'?}, or nothing: the end of an error's line. */
  public static String hint(String typed, Collection<String> known) {
    return of(typed, known).map(word -> "; did you mean '" + word + "'?").orElse("");
  }

  private static Optional<String> onlyOneBeginningWith(String typed, Collection<String> known) {
    if (typed.length() < SHORTEST_PREFIX) {
      return Optional.empty();
    }
    List<String> found =
        known.stream().filter(word -> folded(word).startsWith(folded(typed))).toList();
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }

  /** The number of slips between two words: optimal string alignment. */
  static int distance(String first, String second) {
    String a = folded(first);
    String b = folded(second);
    int[][] slips = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        slips[i][j] = i == 0 || j == 0 ? i + j : cheapest(slips, a, b, i, j);
      }
    }
    return slips[a.length()][b.length()];
  }

  private static int cheapest(int[][] slips, String a, String b, int i, int j) {
    int wrong = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    int best =
        Math.min(Math.min(slips[i - 1][j] + 1, slips[i][j - 1] + 1), slips[i - 1][j - 1] + wrong);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, slips[i - 2][j - 2] + 1) : best;
  }

  private static String folded(String word) {
    return word.toLowerCase(Locale.ROOT);
  }
}
