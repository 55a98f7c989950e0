package aether.operator;

import aether.config.BusAddress;
import aether.redis.write.RedisBus;
import aether.terminal.ConnectionOptions;
import aether.terminal.Daemon;
import aether.terminal.Executable;
import aether.terminal.OperatorToken;
import aether.terminal.Refusal;
import aether.terminal.Serving;
import aether.terminal.Surroundings;
import aether.web.LoopbackSite;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code aether operator}: takes a human's decisions until it is ended. */
@Command(
    name = "operator",
    description = {
      "Let a human pause, resume and end conversations and Bodies, over HTTP.",
      "It listens on this machine only and obeys whoever shows the token in",
      "$$AETHER_OPERATOR_TOKEN."
    })
public final class OperatorCommand implements Callable<Integer>, Daemon {
  private static final int HIGHEST_PORT = 65_535;

  private final Surroundings around;

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();

  @Option(
      names = "--host",
      paramLabel = "HOST",
      defaultValue = "127.0.0.1",
      description = "Where to listen: this machine only. Default: ${DEFAULT-VALUE}.")
  private String host = "127.0.0.1";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8770",
      description = "Its port; 0 takes a free one. Default: ${DEFAULT-VALUE}.")
  private int port;

  public OperatorCommand(Surroundings around) {
    this.around = around;
  }

  /** Runs the module's jar. */
  public static void main(String... args) {
    Executable.main(around -> new CommandLine(new OperatorCommand(around)), args);
  }

  @Override
  public Integer call() {
    BearerToken token = new BearerToken(OperatorToken.require(around.env()));
    if (!LoopbackSite.isLoopback(host)) {
      throw Refusal.usage(
          "--host '"
              + host
              + "' would send the token over the network in the clear; use 127.0.0.1");
    }
    if (port < 0 || port > HIGHEST_PORT) {
      throw Refusal.usage("--port " + port + " is not between 0 and " + HIGHEST_PORT);
    }
    BusAddress address = connection.address(around);
    try (RedisBus bus = RedisBus.connect(address)) {
      Routes routes = new Routes(bus.controls(around.clock()), token);
      OperatorPanel panel = OperatorPanel.start(routes, host, port);
      around
          .streams()
          .out()
          .println(
              "operator panel of the bus at "
                  + address.display()
                  + ": "
                  + panel.address()
                  + " (Ctrl-C ends it)");
      return Serving.untilEnded(panel::close).number();
    }
  }
}
