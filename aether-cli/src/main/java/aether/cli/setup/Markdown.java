package aether.cli.setup;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The first prose of a Markdown text. */
final class Markdown {
  private static final Pattern COMMENT = Pattern.compile("<!--.*?(-->|\\z)", Pattern.DOTALL);
  private static final Pattern FRONT_MATTER =
      Pattern.compile("\\A\\s*---[ \\t]*\\n.*?\\n(---|\\.\\.\\.)[ \\t]*(\\n|\\z)", Pattern.DOTALL);
  private static final Pattern FENCE = Pattern.compile("\\s*(```+|~~~+).*");
  private static final Pattern IMAGE =
      Pattern.compile("\\[?!\\[[^\\]]*]\\([^)]*\\)(]\\([^)]*\\))?");
  private static final Pattern NO_PROSE = Pattern.compile("[#>|<].*|\\[[^\\]]+]:.*");
  private static final Pattern UNDERLINE = Pattern.compile("\\s*(=+|-{2,})\\s*");

  /** The words with which every generated CLAUDE.md begins; they describe no project. */
  private static final String BOILERPLATE = "This file provides guidance to Claude Code";

  private Markdown() {}

  /** One line of text: the first paragraph that is prose. Empty when there is none. */
  static String firstParagraph(String markdown) {
    for (List<String> paragraph : paragraphs(bare(markdown))) {
      String text = String.join(" ", paragraph).replaceAll("\\s+", " ").strip();
      if (!text.isEmpty() && !text.startsWith(BOILERPLATE)) {
        return text;
      }
    }
    return "";
  }

  private static String bare(String markdown) {
    String lines = markdown.replace("\uFEFF", "").replaceAll("\\R", "\n");
    return COMMENT.matcher(FRONT_MATTER.matcher(lines).replaceFirst("")).replaceAll("");
  }

  private static List<List<String>> paragraphs(String text) {
    List<List<String>> paragraphs = new ArrayList<>();
    List<String> current = new ArrayList<>();
    String fence = "";
    for (String line : text.split("\n", -1)) {
      boolean atFence = FENCE.matcher(line).matches();
      if (!fence.isEmpty()) {
        fence = atFence && line.strip().startsWith(fence) ? "" : fence;
      } else if (atFence || isEnd(line)) {
        paragraphs.add(current);
        current = new ArrayList<>();
        fence = atFence ? line.strip().substring(0, 3) : "";
      } else if (UNDERLINE.matcher(line).matches()) {
        current.clear();
      } else if (!isBadges(line)) {
        current.add(line);
      }
    }
    paragraphs.add(current);
    return paragraphs;
  }

  private static boolean isEnd(String line) {
    String stripped = line.strip();
    boolean underline = UNDERLINE.matcher(line).matches();
    return stripped.isEmpty()
        || (!underline && (isRule(stripped) || NO_PROSE.matcher(stripped).matches()));
  }

  /** {@code ***}, {@code - - -} and the like. */
  private static boolean isRule(String line) {
    String marks = line.replaceAll("\\s", "");
    return marks.length() >= 3
        && "-*_=".indexOf(marks.charAt(0)) >= 0
        && marks.chars().allMatch(c -> c == marks.charAt(0));
  }

  private static boolean isBadges(String line) {
    return !line.isBlank() && IMAGE.matcher(line).replaceAll("").isBlank();
  }
}
