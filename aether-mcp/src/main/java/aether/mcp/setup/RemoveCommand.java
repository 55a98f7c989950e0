package aether.mcp.setup;

import aether.terminal.ExitCode;
import aether.terminal.Refusal;
import aether.terminal.Surroundings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
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
      defaultValue = "project",
      description = "project, local or user, as for setup. Default: ${DEFAULT-VALUE}.")
  private Scope scope = Scope.PROJECT;

  public RemoveCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    boolean removed = scope == Scope.PROJECT ? fromJson() : fromClaude();
    PrintWriter out = around.streams().out();
    out.println(
        removed
            ? "✓ removed '" + Entry.NAME + "' (scope " + scope.word() + ")"
            : "· no '" + Entry.NAME + "' in scope " + scope.word() + " (unchanged)");
    return ExitCode.OK.number();
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

  private boolean fromClaude() {
    return ClaudeCli.find(around)
        .orElseThrow(() ->
            Refusal.failed(
                "`claude` is not on the PATH; run this where it is: "
                    + ClaudeCli.shell(ClaudeCli.remove(scope))))
        .take(scope);
  }
}
