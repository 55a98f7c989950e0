package aether.cli.setup;

import aether.message.ProjectId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/** Ids for projects whose names are not written in ASCII (D46). */
public final class BodyIds {
  private static final int LONGEST = ProjectId.MAX_LENGTH;
  private static final int HASH_DIGITS = 6;

  /** Latin letters that no normal form takes apart. */
  private static final Map<Integer, String> LATIN =
      Map.ofEntries(
          Map.entry((int) 'ß', "ss"),
          Map.entry((int) 'æ', "ae"),
          Map.entry((int) 'œ', "oe"),
          Map.entry((int) 'ø', "o"),
          Map.entry((int) 'ł', "l"),
          Map.entry((int) 'đ', "d"),
          Map.entry((int) 'ð', "d"),
          Map.entry((int) 'þ', "th"),
          Map.entry((int) 'ħ', "h"),
          Map.entry((int) 'ı', "i"));

  private BodyIds() {}

  /** How an id came from what was typed. */
  public enum Spelling {
    /** By the rule of CONTRACT §1 alone. */
    AS_TYPED,
    /** Its letters were replaced by their ASCII kin; worth telling the user. */
    TRANSLITERATED,
    /** A few digits of a hash stand for what ASCII cannot; worth telling the user. */
    HASHED
  }

  /** An id, and how it came from what was typed. */
  public record Distinct(ProjectId id, Spelling spelling) {}

  /**
   * The id for a project of this name: that of {@link ProjectId#typed} for an ASCII name, else one
   * that other names do not share: accents are taken off, and what has no ASCII kin is told apart
   * by a short hash that is always the same for the same name. At most {@link ProjectId#MAX_LENGTH}
   * characters.
   */
  public static Distinct distinct(String typed) {
    String latin = latin(typed);
    ProjectId id = ProjectId.typed(shortened(latin));
    boolean ascii = typed.chars().allMatch(c -> c < 128);
    boolean lost = latin.codePoints().anyMatch(c -> c >= 128 && Character.isLetterOrDigit(c));
    boolean nothingLeft = !ascii && latin.chars().noneMatch(BodyIds::isKept);
    if (lost || nothingLeft || latin.length() > LONGEST) {
      return new Distinct(hashed(id, typed), Spelling.HASHED);
    }
    return new Distinct(
        id, id.equals(ProjectId.typed(typed)) ? Spelling.AS_TYPED : Spelling.TRANSLITERATED);
  }

  private static ProjectId hashed(ProjectId id, String typed) {
    String kept = id.value().substring(0, Math.min(id.value().length(), LONGEST - HASH_DIGITS - 1));
    return new ProjectId(kept + "_" + hash(typed));
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
  }

  private static boolean isKept(int c) {
    return c < 128 && Character.isLetterOrDigit(c);
  }

  private static String latin(String typed) {
    String bare =
        Normalizer.normalize(typed, Normalizer.Form.NFKD)
            .replaceAll("(?<=\\p{IsLatin})\\p{M}+", "")
            .toLowerCase(Locale.ROOT);
    StringBuilder latin = new StringBuilder();
    bare.codePoints()
        .forEach(c ->
            latin.append(LATIN.containsKey(c) ? LATIN.get(c) : new String(Character.toChars(c))));
    return Normalizer.normalize(latin, Normalizer.Form.NFC).strip();
  }

  private static String hash(String typed) {
    String name = Normalizer.normalize(typed.strip(), Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, HASH_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime lacks SHA-256, which each must have", e);
    }
  }
}
