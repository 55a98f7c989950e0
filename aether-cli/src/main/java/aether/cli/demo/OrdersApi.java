package aether.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the sample file {@value Samples#API} says of the field that identifies an order.
 *
 * @param line where it stands, from 1
 */
record OrdersApi(String field, String pattern, String example, String advice, int line) {
  private static final Pattern IDENTITY =
      Pattern.compile(
          """
          (?m)^ +(\\w+):
           +type: \\w+
           +pattern: (.+)
           +example: (.+)
           +description: Identifies the order[^.]*\\. (.+)$\
          """);

  /** What stands in the sample project {@code backend}. */
  static OrdersApi read(Path backend) {
    String text = text(backend.resolve(Samples.API));
    Matcher identity = IDENTITY.matcher(text);
    if (!identity.find()) {
      throw new IllegalStateException(Samples.API + " names no field that identifies an order");
    }
    return new OrdersApi(
        identity.group(1),
        identity.group(2),
        identity.group(3),
        identity.group(4),
        lineOf(text, identity.start()));
  }

  /** The number of the first line of {@code file} that holds {@code part}, from 1. */
  static int line(Path file, String part) {
    List<String> lines = text(file).lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains(part)) {
        return i + 1;
      }
    }
    throw new IllegalStateException(file + " has no line with " + part);
  }

  private static int lineOf(String text, int offset) {
    return 1 + (int) text.substring(0, offset).chars().filter(c -> c == '\n').count();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
