package aether.operator;

import aether.config.BusAddress;
import aether.config.Secret;
import aether.redis.write.RedisBus;
import aether.terminal.ConnectionOptions;
import aether.terminal.Daemon;
import aether.terminal.Executable;
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
  static final String TOKEN = "AETHER_OPERATOR_TOKEN";

  /** What examples say instead of a token. */
  private static final String PLACEHOLDER = "change-me";

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
    AccessToken token = new AccessToken(token());
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

  private Secret token() {
    String token = around.env().getOrDefault(TOKEN, "");
    if (token.isBlank() || token.equals(PLACEHOLDER)) {
      throw Refusal.usage(
          TOKEN
              + (token.isBlank() ? " is not set" : " is still '" + PLACEHOLDER + "'")
              + "; set it to a secret, e.g. the output of 'openssl rand -hex 32'");
    }
    if (!token.equals(token.strip())) {
      throw Refusal.usage(TOKEN + " begins or ends with white space, which no header can carry");
    }
    return new Secret(token);
  }
}
