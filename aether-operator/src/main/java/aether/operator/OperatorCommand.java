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
import aether.web.AccessToken;
import aether.web.ListenOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code aether operator}: takes a human's decisions until it is ended. */
@Command(
    name = "operator",
    description = {
      "Let a human pause, resume and end conversations and Bodies, over HTTP.",
      "It listens on this machine only and obeys whoever shows the token in",
      "$$AETHER_OPERATOR_TOKEN."
    })
public final class OperatorCommand implements Callable<Integer>, Daemon {
  private final Surroundings around;

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();

  @Mixin private final ListenOptions listen = new ListenOptions(8770);

  public OperatorCommand(Surroundings around) {
    this.around = around;
  }

  /** Runs the module's jar. */
  public static void main(String... args) {
    Executable.main(around -> new CommandLine(new OperatorCommand(around)), args);
  }

  @Override
  public Integer call() {
    AccessToken token = new AccessToken(OperatorToken.require(around.env()));
    if (!listen.isLoopback()) {
      throw Refusal.usage(
          "--host '"
              + listen.host()
              + "' would send the token over the network in the clear; use 127.0.0.1");
    }
    int port = listen.port();
    BusAddress address = connection.address(around);
    try (RedisBus bus = RedisBus.connect(address)) {
      Routes routes = new Routes(bus.controls(around.clock()), token);
      OperatorPanel panel = OperatorPanel.start(routes, listen.host(), port);
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
