package aether.mcp;

import aether.bus.write.Lease;
import aether.config.Account;
import aether.config.AgentVariables;
import aether.config.BusAddress;
import aether.config.PidSpace;
import aether.mcp.setup.Warmth;
import aether.message.ProjectId;
import aether.terminal.ConnectionOptions;
import aether.terminal.Credentials;
import aether.terminal.ExitCode;
import aether.terminal.Farewell;
import aether.terminal.OperatorToken;
import aether.terminal.Refusal;
import aether.terminal.Surroundings;
import aether.terminal.Whereabouts;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code aether mcp serve}: answers an MCP client until standard input ends. */
@Command(
    name = ServeCommand.NAME,
    description = "Answer an MCP client on standard input and output, until the input ends.")
final class ServeCommand implements Callable<Integer> {
  static final String NAME = "serve";

  /** Set by an Observatory for the sessions it starts: one of them must not reach the bus. */
  private static final int WARM_AFTER_SECONDS = 20;

  private final Surroundings around;
  private final InputStream in;
  private final OutputStream out;

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();

  @Option(
      names = "--identity",
      paramLabel = "ID",
      description =
          "Who this session is on the bus. Default: the project's id and '-mcp'; a second session"
              + " at the same time gets '-2'.")
  private @Nullable String identity;

  @Option(
      names = "--constellation",
      paramLabel = "FILE",
      description = "The star chart in which the project's id stands. Default: as everywhere.")
  private @Nullable Path constellation;

  @Option(
      names = "--heartbeat-ttl",
      paramLabel = "SECONDS",
      defaultValue = "60",
      hidden = true,
      description = "How long a server that was killed still looks online.")
  private int ttl;

  ServeCommand(Surroundings around, InputStream in, OutputStream out) {
    this.around = around;
    this.in = in;
    this.out = out;
  }

  @Override
  public Integer call() {
    if (around.env().getOrDefault(AgentVariables.HEADLESS, "").equals("1")) {
      throw Refusal.failed(
          AgentVariables.HEADLESS
              + "=1: a session that an Observatory runs has no tools of the bus; "
              + "start this server from an interactive session");
    }
    Supplier<ProjectId> family = family();
    System.setOut(System.err);
    try (Attendance attendance =
            new Attendance(
                entering(family),
                family,
                owner(),
                Duration.ofSeconds(Math.max(1, ttl)),
                around.clock(),
                Credentials.of(around));
        Farewell _ = Farewell.say(attendance::close)) {
      serve(attendance);
    }
    return ExitCode.OK.number();
  }

  /** Who shows the operator's token to this session gives it the operator's rights. */
  private Supplier<BusAddress> entering(Supplier<ProjectId> family) {
    BusAddress bus = connection.address(around);
    return () ->
        new Whereabouts(around)
            .as(
                bus,
                OperatorToken.isShown(around)
                    ? new Account.Operator()
                    : new Account.Session(family.get()));
  }

  private void serve(Attendance attendance) {
    boolean operator = OperatorToken.isShown(around);
    Calls calls = new Calls(() -> begin(attendance));
    Tools tools = new Tools(attendance, calls, around.clock(), around.ids(), operator);
    Catalogue catalogue = Catalogue.load();
    StdioServer.Offer offer =
        new StdioServer.Offer(
            tools.of(catalogue),
            new Prompts(attendance, tools.poll(), tools.look()).of(catalogue),
            new Completions(attendance).of(catalogue));
    new StdioServer(offer, calls).serve(in, out);
  }

  /** What can wait until the client has its first answer. */
  private void begin(Attendance attendance) {
    attendance.joinAhead();
    Warmth.of(around).ifPresent(ServeCommand::warmLater);
  }

  /** The next start shall be quicker; this session comes first. */
  private static void warmLater(Warmth warmth) {
    CompletableFuture.delayedExecutor(WARM_AFTER_SECONDS, TimeUnit.SECONDS).execute(warmth::make);
  }

  private Lease.Owner owner() {
    return new Lease.Owner(
        around.ids().next().toString(),
        "mcp",
        ProcessHandle.current().pid(),
        around.clock().instant(),
        PidSpace.of(Path.of("/proc"), around.home().hostId()));
  }

  private Supplier<ProjectId> family() {
    if (identity == null) {
      Project project = new Project(around, Optional.ofNullable(constellation));
      return () -> Session.familyOf(project.id());
    }
    ProjectId id = Identity.parse("--identity", identity);
    return () -> id;
  }
}
