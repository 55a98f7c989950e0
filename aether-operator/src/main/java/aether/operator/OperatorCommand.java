package aether.operator;

import aether.config.Account;
import aether.config.BusAddress;
import aether.message.ProjectId;
import aether.redis.write.RedisBus;
import aether.terminal.ConnectionOptions;
import aether.terminal.Credentials;
import aether.terminal.Daemon;
import aether.terminal.Executable;
import aether.terminal.Refusal;
import aether.terminal.Serving;
import aether.terminal.Surroundings;
import aether.web.AccessToken;
import aether.web.ListenOptions;
import aether.web.Listening;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code aether operator}: takes a human's decisions until it is ended. */
@Command(
    name = "operator",
    description = {
      "Let a human send, approve, pause, resume and end what goes on, in a page of this machine.",
      "",
      "It obeys whoever shows the token of `aether operator token`, or the one in"
          + " $$AETHER_OPERATOR_TOKEN. Everything it does stands in the audit trail."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  aether operator token             what the page asks for",
      "  aether operator                   then open http://127.0.0.1:8770"
    })
public final class OperatorCommand implements Callable<Integer>, Daemon {
  private static final int USUAL_PORT = 8770;

  private final Surroundings around;
  private final Host here;

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();

  @Mixin private final ListenOptions listen = new ListenOptions(USUAL_PORT);

  private OperatorCommand(Surroundings around, Host here) {
    this.around = around;
    this.here = here;
  }

  /** The command with what belongs to it. */
  public static CommandLine with(Surroundings around) {
    return with(around, new ThisHost(around));
  }

  /**
   * As {@link #with(Surroundings)}.
   *
   * @param here what is known of the Bodies of this host
   */
  static CommandLine with(Surroundings around, Host here) {
    return new CommandLine(new OperatorCommand(around, here))
        .addSubcommand(new TokenCommand(around));
  }

  /** Runs the module's jar. */
  public static void main(String... args) {
    Executable.main(OperatorCommand::with, args);
  }

  @Override
  public Integer call() {
    AccessToken token = new AccessToken(new TokenFile(around).token());
    if (!listen.isLoopback() && !listen.isSecure()) {
      throw Refusal.usage(
          "--host '"
              + listen.host()
              + "' would send the token over the network in the clear; give --tls-cert and"
              + " --tls-key, or use 127.0.0.1");
    }
    Listening where = listen.at(around.clock().instant());
    BusAddress address = connection.address(around, new Account.Operator());
    try (RedisBus bus = RedisBus.connect(address)) {
      OperatorPanel panel =
          OperatorPanel.start(
              bus.desk(
                  ProjectId.OPERATOR.value(), around.clock(), around.ids(), Credentials.of(around)),
              Sight.of(bus.observer()),
              token,
              here,
              where);
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
