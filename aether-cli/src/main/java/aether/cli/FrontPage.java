package aether.cli;

import aether.terminal.CommandLines;
import aether.terminal.Palette;
import aether.terminal.Surroundings;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/**
 * What {@code aether --help} prints. Making it up takes every command there is, so it is kept
 * beside them: {@code scripts/cli-reference} writes it.
 */
final class FrontPage {
  /** Where it is kept, below the resources; with the colours, which are easier to take away. */
  static final String FILE = "aether/cli/front-page.txt";

  private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");

  private FrontPage() {}

  /** Prints it on the standard output of this process. */
  static void print() {
    Surroundings around = Surroundings.system();
    around.streams().out().print(kept(around.palette()));
    around.streams().out().flush();
  }

  /** As it is kept. */
  static String kept(Palette palette) {
    String name = "front-page.txt";
    try (InputStream file =
        Objects.requireNonNull(FrontPage.class.getResourceAsStream(name), name)) {
      String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      return palette == Palette.COLOURS ? text : COLOUR.matcher(text).replaceAll("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As the commands make it up, with colours. */
  static String fresh(Surroundings around) {
    CommandLine line = CommandLines.of(Aether.commandLine(around), around);
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    line.usage(out, CommandLine.Help.defaultColorScheme(Ansi.ON));
    out.flush();
    return text.toString().replace(System.lineSeparator(), "\n");
  }
}
