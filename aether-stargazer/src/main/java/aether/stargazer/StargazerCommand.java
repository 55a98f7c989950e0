package aether.stargazer;

import aether.config.Account;
import aether.config.BusAddress;
import aether.config.Secret;
import aether.redis.RedisObserver;
import aether.terminal.ConnectionOptions;
import aether.terminal.Daemon;
import aether.terminal.Executable;
import aether.terminal.Refusal;
import aether.terminal.Serving;
import aether.terminal.Surroundings;
import aether.web.AccessToken;
import aether.web.ListenOptions;
import aether.web.Listening;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code aether stargazer}: serves the read models of the bus until it is ended. */
@Command(
    name = "stargazer",
    description = {
      "Show what happens on the bus: a read-only page for this machine.",
      "Beyond it, whoever reads must give $$AETHER_STARGAZER_TOKEN as the password."
    })
public final class StargazerCommand implements Callable<Integer>, Daemon {
  static final String TOKEN = "AETHER_STARGAZER_TOKEN";

  private final Surroundings around;

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();

  @Mixin private final ListenOptions listen = new ListenOptions(8765);

  public StargazerCommand(Surroundings around) {
    this.around = around;
  }

  /** Runs the module's jar. */
  public static void main(String... args) {
    Executable.main(around -> new CommandLine(new StargazerCommand(around)), args);
  }

  @Override
  public Integer call() {
    Listening where = listen.at(around.clock().instant());
    Door door = door(where);
    BusAddress bus = connection.address(around, new Account.Stargazer());
    try (RedisObserver observer = RedisObserver.connect(bus)) {
      return serve(observer, bus, door, where);
    }
  }

  private Door door(Listening where) {
    String token = around.env().getOrDefault(TOKEN, "");
    if (!where.isLoopback() && token.isBlank()) {
      throw Refusal.usage(
          "--host '"
              + where.host()
              + "' is open to others; set "
              + TOKEN
              + ", e.g. to the output of 'openssl rand -hex 32', or use 127.0.0.1");
    }
    return new Door(
        where.names(),
        Optional.of(token).filter(t -> !t.isBlank()).map(t -> new AccessToken(new Secret(t))));
  }

  private int serve(RedisObserver observer, BusAddress bus, Door door, Listening where) {
    Stargazer stargazer =
        Stargazer.start(
            Stargazer.Source.of(observer, around.clock()), door, HubLimits.USUAL, where);
    around
        .streams()
        .out()
        .println(
            "Stargazer shows the bus at "
                + bus.display()
                + ": "
                + stargazer.address()
                + " (Ctrl-C ends it)");
    return Serving.untilEnded(stargazer::close).number();
  }
}
