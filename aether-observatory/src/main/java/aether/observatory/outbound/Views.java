package aether.observatory.outbound;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ways to read one text: as it is, backwards, and with its percent escapes, hexadecimal and
 * base64 runs decoded, one inside another up to {@value #DEPTH} deep.
 */
final class Views {
  private static final int DEPTH = 2;

  /** Of all views of one text together; beyond, no deeper one is taken. */
  private static final int MOST_CHARACTERS = 4 << 20;

  private static final Pattern INVISIBLE = Pattern.compile("\\p{Cf}");
  private static final Pattern WRAPPED = Pattern.compile("(?:\\s|\\\\[nr])*(?:\\n|\\\\n)\\s*");
  private static final Pattern ESCAPE = Pattern.compile("(?:%[0-9A-Fa-f]{2})+");
  private static final Pattern HEX =
      Pattern.compile("(?:(?:0x|\\\\x)?[0-9A-Fa-f]{2}[ :,-]{0,2}+){8,}[0-9A-Fa-f]?");
  private static final Pattern HEX_MARK = Pattern.compile("0x|\\\\x|[ :,-]");
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{16,}");

  /** As few as make a run in these patterns. */
  private static final int HEX_DIGITS = 16;

  private static final int BASE64_DIGITS = 16;

  /** One way to read the text. */
  record View(String form, String text) {}

  private final List<View> views = new ArrayList<>();
  private int characters;

  private Views() {}

  /** The views of {@code text}, itself first. */
  static List<View> of(String text) {
    Views all = new Views();
    String plain =
        new Glance(text).isAscii()
            ? text
            : INVISIBLE.matcher(Normalizer.normalize(text, Normalizer.Form.NFKC)).replaceAll("");
    all.add(Finding.PLAIN, plain, DEPTH);
    all.add("reversed", new StringBuilder(plain).reverse().toString(), DEPTH - 1);
    return all.views;
  }

  private void add(String form, String text, int depth) {
    characters += text.length();
    if (characters > MOST_CHARACTERS) {
      return;
    }
    views.add(new View(form, text));
    if (depth == 0) {
      return;
    }
    if (text.indexOf('%') >= 0 && ESCAPE.matcher(text).find()) {
      add(named(form, "URL-encoded"), unescaped(text), depth - 1);
    }
    decode(form, text, depth);
    if (text.indexOf('\n') >= 0 || text.contains("\\n")) {
      decode(form, WRAPPED.matcher(text).replaceAll(""), depth);
    }
  }

  private void decode(String form, String text, int depth) {
    Glance glance = new Glance(text);
    if (glance.mayHoldHex(HEX_DIGITS)) {
      decodeHex(form, text, depth);
    }
    if (glance.mayHoldBase64(BASE64_DIGITS)) {
      decodeBase64(form, text, depth);
    }
  }

  private void decodeHex(String form, String text, int depth) {
    StringBuilder hex = new StringBuilder();
    Matcher runs = HEX.matcher(text);
    while (runs.find()) {
      String digits = HEX_MARK.matcher(runs.group()).replaceAll("");
      readable(unhexed(digits, 0), hex);
      readable(unhexed(digits, 1), hex);
    }
    decoded(named(form, "hex"), hex, depth);
  }

  private void decodeBase64(String form, String text, int depth) {
    StringBuilder base64 = new StringBuilder();
    Matcher runs = BASE64.matcher(text);
    while (runs.find()) {
      for (int skipped = 0; skipped < 4; skipped++) {
        readable(unbased(runs.group(), skipped), base64);
      }
    }
    decoded(named(form, "base64"), base64, depth);
  }

  /** Adds to {@code all} what can be read of a run; most runs are none of an encoding. */
  private static void readable(String decoded, StringBuilder all) {
    if (new Glance(decoded).isReadable()) {
      all.append(decoded).append('\n');
    }
  }

  private void decoded(String form, StringBuilder text, int depth) {
    if (!text.isEmpty()) {
      add(form, text.toString(), depth - 1);
      if (depth == DEPTH) {
        add(form + ", reversed", text.reverse().toString(), 0);
      }
    }
  }

  private static String named(String outer, String inner) {
    return outer.equals(Finding.PLAIN) ? inner : outer + ", " + inner;
  }

  private static String unescaped(String text) {
    return ESCAPE
        .matcher(text)
        .replaceAll(run -> Matcher.quoteReplacement(unhexed(run.group().replace("%", ""), 0)));
  }

  private static String unhexed(String digits, int skipped) {
    int end = digits.length() - (digits.length() - skipped) % 2;
    byte[] bytes = HexFormat.of().parseHex(digits, skipped, end);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static String unbased(String run, int skipped) {
    String digits = run.substring(skipped).replace('-', '+').replace('_', '/');
    int whole = digits.length() % 4 == 1 ? digits.length() - 1 : digits.length();
    return new String(
        Base64.getDecoder().decode(digits.substring(0, whole)), StandardCharsets.UTF_8);
  }
}
