package aether.mcp.setup;

import aether.mcp.Identity;
import aether.message.ProjectId;
import aether.terminal.ExitCode;
import aether.terminal.Refusal;
import aether.terminal.Surroundings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code aether mcp setup}: tells Claude Code of the server. */
@Command(
    name = "setup",
    description = {
      "Tell Claude Code of the server, so that its sessions here can use the bus.",
      "",
      "With --scope project that is an entry in .mcp.json; nothing else in the file is changed, and no"
          + " secret is written. The other scopes are kept by `claude` itself, which is called.",
      "",
      "With --plugin `claude` installs the plugin instead: the server, commands that take free text,"
          + " a skill that says when to ask, and a hook that wakes an idle session when an answer"
          + " has arrived."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  aether mcp setup",
      "  aether mcp setup --scope user",
      "  aether mcp setup --plugin",
      "  aether mcp setup --print"
    })
public final class SetupCommand implements Callable<Integer> {
  /** How an entry gets where it belongs. */
  enum Method {
    MCP_JSON,
    CLAUDE_CLI
  }

  private final Surroundings around;
  private final Launcher launcher;

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "The project's id; the session is then ID-mcp. Default: found at each start.")
  private @Nullable String id;

  @Option(
      names = "--identity",
      paramLabel = "ID",
      description = "Who the session is on the bus, instead of --id and '-mcp'.")
  private @Nullable String identity;

  @Option(
      names = "--scope",
      paramLabel = "SCOPE",
      description =
          "project (all who work here), local (you, here) or user (you, everywhere). Default:"
              + " project; of the plugin, user.")
  private @Nullable Scope given;

  @Option(names = "--plugin", description = "Have `claude` install the plugin, server included.")
  private boolean plugin;

  @Option(
      names = "--method",
      paramLabel = "METHOD",
      description =
          "mcp-json (write .mcp.json) or claude-cli (call `claude`). Default: what the scope needs.")
  private @Nullable String method;

  @Option(names = "--print", description = "Show what would be written or called, and do nothing.")
  private boolean print;

  public SetupCommand(Surroundings around) {
    this(around, Launcher.own(around.env()));
  }

  SetupCommand(Surroundings around, Launcher launcher) {
    this.around = around;
    this.launcher = launcher;
  }

  @Override
  public Integer call() {
    Entry entry = new Entry(launcher, identity());
    if (plugin) {
      install(entry);
      return ExitCode.OK.number();
    }
    switch (method()) {
      case MCP_JSON -> writeJson(entry);
      case CLAUDE_CLI -> callClaude(entry);
    }
    return ExitCode.OK.number();
  }

  private void writeJson(Entry entry) {
    Path file = around.directory().resolve(".mcp.json");
    SharedFile shared = new SharedFile(file);
    String before = shared.read();
    String after = Texts.parse(file, before).with(Entry.NAME, entry.json());
    PrintWriter out = around.streams().out();
    if (print) {
      out.print(after);
      out.flush();
      return;
    }
    if (after.equals(before)) {
      out.println("· '" + Entry.NAME + "' already in " + file + " (unchanged)");
      return;
    }
    shared.write(after);
    out.println("✓ wrote '" + Entry.NAME + "' to " + file);
    warm();
    out.println(
        "  → Start `claude` here and approve the server; /mcp shows it, `aether mcp doctor` tests it");
  }

  private void callClaude(Entry entry) {
    List<String> add = ClaudeCli.add(scope(), entry);
    PrintWriter out = around.streams().out();
    if (print) {
      out.println(ClaudeCli.shell(add));
      return;
    }
    ClaudeCli.find(around)
        .orElseThrow(() ->
            Refusal.failed(
                "`claude` is not on the PATH, and it alone knows where it keeps its "
                    + scope().word()
                    + " servers; run this where it is: "
                    + ClaudeCli.shell(add)))
        .put(scope(), entry);
    out.println("✓ `claude` knows '" + Entry.NAME + "' now (scope " + scope().word() + ")");
    warm();
  }

  private void install(Entry entry) {
    if (method != null || entry.identity().isPresent()) {
      throw Refusal.usage("--plugin finds out who it is at each start; give --scope alone");
    }
    Plugin own = Plugin.of(around);
    List<List<String>> calls = own.installation(scope());
    PrintWriter out = around.streams().out();
    if (print) {
      calls.forEach(call -> out.println(ClaudeCli.shell(call)));
      return;
    }
    ClaudeCli claude =
        ClaudeCli.find(around)
            .orElseThrow(() ->
                Refusal.failed(
                    "`claude` is not on the PATH; run this where it is: "
                        + calls.stream()
                            .map(ClaudeCli::shell)
                            .collect(Collectors.joining(" && "))));
    calls.forEach(claude::call);
    out.println("✓ `claude` has the plugin 'aether' now (scope " + scope().word() + ")");
    warm();
    own.lacking().ifPresent(what -> out.println("  → " + what));
  }

  private Scope scope() {
    return Optional.ofNullable(given).orElse(plugin ? Scope.USER : Scope.PROJECT);
  }

  /** The first start after this shall be quick already. */
  private void warm() {
    Warmth.of(around).ifPresent(Warmth::make);
  }

  private Method method() {
    Method usual = scope() == Scope.PROJECT ? Method.MCP_JSON : Method.CLAUDE_CLI;
    Method chosen =
        switch (Optional.ofNullable(method).orElse("")) {
          case "" -> usual;
          case "mcp-json" -> Method.MCP_JSON;
          case "claude-cli" -> Method.CLAUDE_CLI;
          case String other ->
              throw Refusal.usage(
                  "--method '" + other + "' is unknown; give mcp-json or claude-cli");
        };
    if (chosen == Method.MCP_JSON && scope() != Scope.PROJECT) {
      throw Refusal.usage(
          "--method mcp-json writes .mcp.json, which is --scope project; Claude Code keeps "
              + scope().word()
              + " servers elsewhere");
    }
    return chosen;
  }

  private Optional<ProjectId> identity() {
    if (id != null && identity != null) {
      throw Refusal.usage("--id and --identity name the same thing; give one of them");
    }
    return identity != null
        ? Optional.of(Identity.parse("--identity", identity))
        : Optional.ofNullable(id).map(typed -> Identity.ofProject(ProjectId.typed(typed)));
  }
}
