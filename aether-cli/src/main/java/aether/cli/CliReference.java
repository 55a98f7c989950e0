package aether.cli;

import aether.terminal.CommandLines;
import aether.terminal.Streams;
import aether.terminal.Surroundings;
import java.io.BufferedReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Prints the reference of all commands as Markdown, from the commands themselves. */
public final class CliReference {
  private CliReference() {}

  public static void main(String[] args) {
    new PrintStream(System.out, true, StandardCharsets.UTF_8).print(markdown());
  }

  /** One section per command, in the order in which {@code aether --help} lists them. */
  public static String markdown() {
    Surroundings nowhere = nowhere();
    StringBuilder text = new StringBuilder();
    section(CommandLines.of(Aether.commandLine(nowhere), nowhere), text);
    return text.toString();
  }

  private static void section(CommandLine command, StringBuilder text) {
    String help = command.getUsageMessage(Ansi.OFF).stripTrailing();
    text.append("### ")
        .append(command.getCommandSpec().qualifiedName())
        .append("\n\n```text\n")
        .append(help.lines().map(String::stripTrailing).reduce((a, b) -> a + "\n" + b).orElse(""))
        .append("\n```\n\n");
    command
        .getSubcommands()
        .forEach((name, subcommand) -> {
          if (!name.equals("help")) {
            section(subcommand, text);
          }
        });
  }

  /** The help does not depend on where it is printed. */
  private static Surroundings nowhere() {
    return new Surroundings(
        Map.of(),
        Path.of("/"),
        Path.of("/"),
        new Streams(
            new BufferedReader(Reader.nullReader()),
            new PrintWriter(Writer.nullWriter()),
            new PrintWriter(Writer.nullWriter()),
            false),
        InstantSource.system(),
        UUID::randomUUID);
  }
}
