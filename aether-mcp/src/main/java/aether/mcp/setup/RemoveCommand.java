package aether.mcp.setup;

import aether.terminal.ExitCode;
import aether.terminal.Refusal;
import aether.terminal.Surroundings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code aether mcp remove}: takes the server from Claude Code again. */
@Command(
    name = "remove",
    description = "Take the server from Claude Code again; nothing else in the file is changed.")
public final class RemoveCommand implements Callable<Integer> {
  private final Surroundings around;

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      description = "project, local or user, as for setup. Default: project; of the plugin, user.")
  private @Nullable Scope given;

  @Option(names = "--plugin", description = "Have `claude` take the plugin off.")
  private boolean plugin;

  public RemoveCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    Scope scope = Optional.ofNullable(given).orElse(plugin ? Scope.USER : Scope.PROJECT);
    boolean removed = isRemoved(scope);
    String what = (plugin ? "plugin '" : "'") + Entry.NAME + "'";
    PrintWriter out = around.streams().out();
    out.println(
        removed
            ? "✓ removed " + what + " (scope " + scope.word() + ")"
            : "· no " + what + " in scope " + scope.word() + " (unchanged)");
    return ExitCode.OK.number();
  }

  private boolean isRemoved(Scope scope) {
    if (plugin) {
      return fromClaude(Plugin.of(around).removal(scope));
    }
    return scope == Scope.PROJECT ? fromJson() : fromClaude(ClaudeCli.remove(scope));
  }

  private boolean fromJson() {
    Path file = around.directory().resolve(".mcp.json");
    SharedFile shared = new SharedFile(file);
    String before = shared.read();
    String after = Texts.parse(file, before).without(Entry.NAME);
    if (after.equals(before)) {
      return false;
    }
    shared.write(after);
    return true;
  }

  private boolean fromClaude(List<String> call) {
    return ClaudeCli.find(around)
        .orElseThrow(() ->
            Refusal.failed(
                "`claude` is not on the PATH; run this where it is: " + ClaudeCli.shell(call)))
        .tried(call);
  }
}
