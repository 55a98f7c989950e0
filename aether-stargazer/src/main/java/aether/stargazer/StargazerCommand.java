package aether.stargazer;

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
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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

  @Option(
      names = "--allowed-host",
      paramLabel = "HOST:PORT",
      description = "A further name, with its port, under which browsers may reach this server.")
  private List<String> allowed = List.of();

  public StargazerCommand(Surroundings around) {
    this.around = around;
  }

  /** Runs the module's jar. */
  public static void main(String... args) {
    Executable.main(around -> new CommandLine(new StargazerCommand(around)), args);
  }

  @Override
  public Integer call() {
    int port = listen.port();
    Door door = door();
    BusAddress bus = connection.address(around);
    try (RedisObserver observer = RedisObserver.connect(bus)) {
      return serve(observer, bus, door, port);
    }
  }

  private Door door() {
    String token = around.env().getOrDefault(TOKEN, "");
    if (!listen.isLoopback() && token.isBlank()) {
      throw Refusal.usage(
          "--host '"
              + listen.host()
              + "' is open to others; set "
              + TOKEN
              + ", e.g. to the output of 'openssl rand -hex 32', or use 127.0.0.1");
    }
    return new Door(
        allowed.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toSet()),
        Optional.of(token).filter(t -> !t.isBlank()).map(t -> new AccessToken(new Secret(t))));
  }

  private int serve(RedisObserver observer, BusAddress bus, Door door, int port) {
    Stargazer stargazer =
        Stargazer.start(
            Stargazer.Source.of(observer, around.clock()),
            door,
            HubLimits.USUAL,
            listen.host(),
            port);
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
