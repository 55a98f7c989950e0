package aether.observatory.courtesy;

import aether.event.Extinction;
import aether.message.Content;
import aether.message.Intent;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps replies at home that say nothing (CONTRACT §8).
 *
 * <p>A text is purely social when it has no {@link #SUBSTANCE}, at least one phrase of {@link
 * #SOCIAL}, and beside such phrases nothing but {@link #FILLER}, of at most {@value #MAX_RESIDUE}
 * characters. A word in none of the lists may be content, so the text passes: better a borderline
 * text on the bus than a verdict lost (DEFECTS D47).
 */
public final class RegisterGate {
  /** Characters of filler beside the social phrases. */
  static final int MAX_RESIDUE = 12;

  /** A question, a digit, code, a dotted path, an identifier. */
  private static final Pattern SUBSTANCE =
      Pattern.compile("[?？`_\\d]|\\w\\.\\w|\\p{Ll}\\p{Lu}", Pattern.UNICODE_CHARACTER_CLASS);

  private static final Pattern NO_WORDS = Pattern.compile("[^\\p{L}\\p{M}\\p{N}']+");

  private static final Pattern SOCIAL =
      words(
          "(?:thanks|thank you|thx)(?: a lot| (?:so|very) much)?(?: for (?:the|your)"
              + "(?: (?:quick|fast|prompt|kind|detailed|helpful))?"
              + " (?:answer|reply|response|help|info|information|update|feedback|explanation))?",
          "appreciate(?: it| the detail| (?:the|your) help)?",
          "got it|will do|understood|noted|received|ack|ack'd|acknowledged|lgtm",
          "ok|okay|great|cool|sounds (?:good|great)|looks (?:good|great)(?: to me)?",
          "no problem|you're welcome|my pleasure|anytime|let me know",
          "(?:if you ever )?need anything(?: else)?",
          "(?:謝謝|谢谢|多謝|多谢|感謝|感谢)(?:[你您]?的?(?:幫忙|帮忙|回覆|回复|合作))?",
          "收到|了解|好的|知道了|沒問題|没问题|麻煩了|麻烦了|讚|赞",
          "不客氣|期待下次|客氣話不用說");

  private static final Pattern FILLER =
      words("i|it|the|so|very|much|all|then|really|again|proceeding", "你|您|的|了|啊|哦|喔|啦|非常|十分");

  private RegisterGate() {}

  /** Which part of the gate keeps {@code reply} at home; empty when it may leave. */
  public static Optional<Extinction.Gate> judge(Content reply) {
    if (reply.intent() == Intent.ACK) {
      return Optional.of(Extinction.Gate.INTENT_ACK);
    }
    return isPurelySocial(reply.text())
        ? Optional.of(Extinction.Gate.EMPTY_CONTENT_LINT)
        : Optional.empty();
  }

  static boolean isPurelySocial(String text) {
    if (SUBSTANCE.matcher(text).find()) {
      return false;
    }
    String said =
        NO_WORDS.matcher(text.toLowerCase(Locale.ROOT).replace('’', '\'')).replaceAll(" ").strip();
    Matcher social = SOCIAL.matcher(said);
    if (!social.find()) {
      return said.isEmpty() && text.isBlank();
    }
    String residue = social.replaceAll(" ");
    return FILLER.matcher(residue).replaceAll("").isBlank()
        && residue.replace(" ", "").length() <= MAX_RESIDUE;
  }

  /** Any of these, each Latin one as a whole word. */
  private static Pattern words(String... alternatives) {
    return Pattern.compile(
        "(?<![\\p{IsLatin}'])(?:" + String.join("|", alternatives) + ")(?![\\p{IsLatin}'])");
  }
}
