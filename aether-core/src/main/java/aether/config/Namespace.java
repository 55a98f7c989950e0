package aether.config;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What every key of one bus begins with, so that several buses share one Redis. In braces all keys
 * lie in one slot of a Redis Cluster.
 *
 * @param name letters, digits, '_', '.' and '-', at most 63, beginning with a letter or digit;
 *     perhaps in braces
 */
public record Namespace(String name) {
  private static final String WORD = "[A-Za-z0-9][A-Za-z0-9_.-]{0,62}";
  private static final Pattern SPELLING = Pattern.compile(WORD + "|\\{" + WORD + "}");

  /** That of the first Aether, and of every bus that nobody gave another. */
  public static final Namespace DEFAULT = new Namespace("aether");

  public Namespace {
    if (!SPELLING.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'" + name + "' cannot be a namespace; use letters, digits, '_', '.' and '-'");
    }
  }

  /** That of this name; empty when it cannot be one. */
  public static Optional<Namespace> parse(String name) {
    return SPELLING.matcher(name).matches() ? Optional.of(new Namespace(name)) : Optional.empty();
  }

  /**
   * That of this name.
   *
   * @param where what the user must correct when it cannot be one, as it begins an error
   * @throws ConfigException when it cannot be one
   */
  public static Namespace parse(String where, String name) {
    return new Setting(where, name, "correct it or leave it out").namespace();
  }

  /** Whether all keys lie in one slot of a Redis Cluster. */
  public boolean isOneSlot() {
    return name.startsWith("{");
  }

  // Written out: what the compiler would write makes classes at run time, which every start pays
  // for.

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Namespace(String its) && name.equals(its);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }
}
