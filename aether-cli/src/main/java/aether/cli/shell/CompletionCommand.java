package aether.cli.shell;

import aether.terminal.ExitCode;
import aether.terminal.Surroundings;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code aether completion}: prints what a shell needs to complete {@code aether}. */
@Command(
    name = "completion",
    description = {
      "Print the script that lets a shell complete aether's commands and options.",
      "",
      "Nothing is installed: the examples show where each shell looks for it."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  source <(aether completion bash)",
      "  aether completion zsh > \"$${fpath[1]}/_aether\"",
      "  aether completion fish > ~/.config/fish/completions/aether.fish"
    })
public final class CompletionCommand implements Callable<Integer> {
  /** What a script lists as the values of an option or a parameter. */
  private static final Pattern CHOICES =
      Pattern.compile("(?<=_(option|pos_param)_args=\\()\"[^)\\n]*(?=\\))");

  private final Surroundings around;

  /** The shells that are known. */
  enum Shell {
    BASH,
    ZSH,
    FISH
  }

  @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
  private @Nullable Shell shell;

  @Spec private @Nullable CommandSpec spec;

  public CompletionCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    if (shell == null || spec == null) {
      throw new IllegalStateException("picocli runs no command without its parameters");
    }
    CommandLine root = spec.root().commandLine();
    String script =
        switch (shell) {
          case BASH -> bash(root);
          case ZSH -> "#compdef aether\nautoload -U +X bashcompinit && bashcompinit\n" + bash(root);
          case FISH -> FishCompletion.script(root);
        };
    around.streams().out().println(script.stripTrailing());
    return ExitCode.OK.number();
  }

  /** The words of a choice are small, as they are in the help. */
  private static String bash(CommandLine root) {
    return CHOICES
        .matcher(AutoComplete.bash(root.getCommandName(), root))
        .replaceAll(words -> Matcher.quoteReplacement(words.group().toLowerCase(Locale.ROOT)));
  }
}
