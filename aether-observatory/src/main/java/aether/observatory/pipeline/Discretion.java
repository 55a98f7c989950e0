package aether.observatory.pipeline;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * What may be said on the bus of what went wrong here: everything but where it lies (CONTRACT §3).
 * The local log has the whole of it.
 *
 * @param workingDir the project's folder
 */
record Discretion(Path workingDir) {
  private static final String PLACE = "(a path)";

  /** In quotes, and so perhaps with spaces. */
  private static final Pattern QUOTED =
      Pattern.compile("(['\"`])(?:~?/|[A-Za-z]:[\\\\/])[^'\"`]*[/\\\\][^'\"`]*\\1");

  /** Of two segments at least: a command such as {@code /login} is none, nor is a URL. */
  private static final Pattern BARE =
      Pattern.compile(
          "file:/\\S*|(?<![\\p{L}\\p{N}_/.@-])(?!//)"
              + "(?:~/|/[^\\s/'\"`]+/|[A-Za-z]:\\\\)[^\\s'\"`,;)]*");

  /** {@code text} without the paths of this host. */
  String of(String text) {
    String folder = workingDir.toString();
    String without = folder.length() > 1 ? text.replace(folder, PLACE) : text;
    return BARE.matcher(QUOTED.matcher(without).replaceAll(PLACE)).replaceAll(PLACE);
  }
}
