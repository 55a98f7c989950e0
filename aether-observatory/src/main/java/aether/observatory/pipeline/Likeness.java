package aether.observatory.pipeline;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What a text is compared by: its pairs of neighbouring words, without case, spacing and
 * punctuation, and the words that hold a digit. A Chinese character is a word.
 */
record Likeness(Set<String> pairs, Set<String> numbers) {
  /** So large a share of all pairs of two texts that are nearly the same is in both. */
  static final double NEARLY = 0.9;

  private static final Pattern WORD = Pattern.compile("\\p{IsHan}|[\\p{L}\\p{N}_&&[^\\p{IsHan}]]+");
  private static final Pattern DIGIT = Pattern.compile("\\p{N}");

  Likeness {
    pairs = Set.copyOf(pairs);
    numbers = Set.copyOf(numbers);
  }

  static Likeness of(String text) {
    List<String> words =
        WORD.matcher(text.toLowerCase(Locale.ROOT)).results().map(MatchResult::group).toList();
    if (words.isEmpty()) {
      words = List.of(text.strip());
    }
    Set<String> numbers = new HashSet<>();
    Set<String> pairs = new HashSet<>();
    for (int i = 0; i < words.size(); i++) {
      if (DIGIT.matcher(words.get(i)).find()) {
        numbers.add(words.get(i));
      }
      if (words.size() == 1 || i > 0) {
        pairs.add(words.get(Math.max(0, i - 1)) + " " + words.get(i));
      }
    }
    return new Likeness(pairs, numbers);
  }

  /** The share of all pairs of both that is in each, 0 to 1. */
  double share(Likeness other) {
    long both = pairs.stream().filter(other.pairs::contains).count();
    return (double) both / (pairs.size() + other.pairs.size() - both);
  }

  /**
   * Whether nothing new is said: another number is news, as in a count of failures that shrinks.
   */
  boolean isNearly(Likeness other) {
    return numbers.equals(other.numbers) && share(other) >= NEARLY;
  }
}
