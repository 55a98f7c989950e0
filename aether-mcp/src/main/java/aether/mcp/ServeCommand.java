package aether.mcp;

import aether.message.ProjectId;
import aether.terminal.ConnectionOptions;
import aether.terminal.ExitCode;
import aether.terminal.Refusal;
import aether.terminal.Surroundings;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code aether mcp serve}: answers an MCP client until standard input ends. */
@Command(
    name = "serve",
    description = "Answer an MCP client on standard input and output, until the input ends.")
final class ServeCommand implements Callable<Integer> {
  /** Set by an Observatory for the sessions it starts: one of them must not reach the bus. */
  private static final String HEADLESS = "AETHER_HEADLESS";

  private final Surroundings around;
  private final InputStream in;
  private final OutputStream out;

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();

  @Option(
      names = "--identity",
      paramLabel = "ID",
      description = "Who this session is on the bus. Default: the directory's name and '-mcp'.")
  private @Nullable String identity;

  ServeCommand(Surroundings around, InputStream in, OutputStream out) {
    this.around = around;
    this.in = in;
    this.out = out;
  }

  @Override
  public Integer call() {
    if (around.env().getOrDefault(HEADLESS, "").equals("1")) {
      throw Refusal.failed(
          HEADLESS
              + "=1: a session that an Observatory runs has no tools of the bus; "
              + "start this server from an interactive session");
    }
    ProjectId me = identity();
    try (LateBus bus = new LateBus(connection.address(around))) {
      System.setOut(System.err);
      bus.connectAhead();
      StdioServer.serve(new Tools(me, bus::readSide).all(), in, out);
    }
    return ExitCode.OK.number();
  }

  private ProjectId identity() {
    if (identity == null) {
      String directory =
          Optional.ofNullable(around.directory().getFileName()).map(Path::toString).orElse("");
      return new ProjectId(ProjectId.typed(directory) + "-mcp");
    }
    return ProjectId.parse(identity)
        .orElseThrow(() ->
            Refusal.usage("--identity '" + identity + "' is no id; give " + ProjectId.SPELLING));
  }
}
