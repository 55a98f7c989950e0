package aether.cli.shell;

import aether.terminal.ExitCode;
import aether.terminal.Surroundings;
import java.util.concurrent.Callable;
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
          case BASH -> AutoComplete.bash(spec.root().name(), root);
          case ZSH ->
              "#compdef aether\nautoload -U +X bashcompinit && bashcompinit\n"
                  + AutoComplete.bash(spec.root().name(), root);
          case FISH -> FishCompletion.script(root);
        };
    around.streams().out().println(script.stripTrailing());
    return ExitCode.OK.number();
  }
}
