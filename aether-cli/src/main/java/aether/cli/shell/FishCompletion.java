package aether.cli.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The completions of a command for the fish shell, one line each. */
final class FishCompletion {
  private final String program;
  private final StringBuilder script = new StringBuilder();

  private FishCompletion(String program) {
    this.program = program;
  }

  static String script(CommandLine root) {
    FishCompletion fish = new FishCompletion(root.getCommandName());
    fish.script.append("complete -c ").append(fish.program).append(" -f\n");
    fish.command(root, List.of());
    return fish.script.toString();
  }

  private void command(CommandLine command, List<String> path) {
    List<CommandLine> children =
        command.getSubcommands().values().stream()
            .filter(child -> !child.getCommandSpec().usageMessage().hidden())
            .toList();
    children.forEach(child ->
        line(here(path, children))
            .append(" -a ")
            .append(child.getCommandName())
            .append(description(child.getCommandSpec().usageMessage().description())));
    command.getCommandSpec().options().stream()
        .filter(option -> !option.hidden())
        .forEach(option -> option(option, here(path, List.of())));
    children.forEach(child -> command(child, with(path, child.getCommandName())));
  }

  private void option(OptionSpec option, String condition) {
    StringBuilder line = line(condition);
    for (String name : option.names()) {
      line.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("^-+", ""));
    }
    line.append(option.arity().max() > 0 ? " -r" : "")
        .append(choices(option))
        .append(description(option.description()));
  }

  private static String choices(OptionSpec option) {
    Iterable<String> words = option.completionCandidates();
    return words == null ? "" : " -a '" + String.join(" ", words).toLowerCase(Locale.ROOT) + "'";
  }

  private StringBuilder line(String condition) {
    return script.append("complete -c ").append(program).append(" -n '").append(condition);
  }

  /** True when the words so far are {@code path} and none of {@code children}. */
  private static String here(List<String> path, List<CommandLine> children) {
    List<String> parts = new ArrayList<>();
    path.forEach(word -> parts.add("__fish_seen_subcommand_from " + word));
    if (!children.isEmpty()) {
      parts.add(
          "not __fish_seen_subcommand_from "
              + children.stream()
                  .map(CommandLine::getCommandName)
                  .collect(Collectors.joining(" ")));
    }
    return parts.isEmpty() ? "true'" : String.join("; and ", parts) + "'";
  }

  private static List<String> with(List<String> path, String name) {
    List<String> longer = new ArrayList<>(path);
    longer.add(name);
    return longer;
  }

  private static String description(String[] lines) {
    String first = lines.length == 0 ? "" : lines[0].split("(?<=\\.)\\s", 2)[0];
    return " -d '" + first.replace("\\", "\\\\").replace("'", "\\'") + "'\n";
  }
}
