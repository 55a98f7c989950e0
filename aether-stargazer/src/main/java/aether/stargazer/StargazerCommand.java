package aether.stargazer;

import aether.config.BusAddress;
import aether.redis.RedisObserver;
import aether.terminal.ConnectionOptions;
import aether.terminal.Daemon;
import aether.terminal.Executable;
import aether.terminal.Refusal;
import aether.terminal.Serving;
import aether.terminal.Surroundings;
import aether.web.LoopbackSite;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code aether stargazer}: serves the read models of the bus until it is ended. */
@Command(
    name = "stargazer",
    description = "Show what happens on the bus: a read-only server on this machine.")
public final class StargazerCommand implements Callable<Integer>, Daemon {
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
      defaultValue = "8765",
      description = "Its port; 0 takes a free one. Default: ${DEFAULT-VALUE}.")
  private int port;

  public StargazerCommand(Surroundings around) {
    this.around = around;
  }

  /** Runs the module's jar. */
  public static void main(String... args) {
    Executable.main(around -> new CommandLine(new StargazerCommand(around)), args);
  }

  @Override
  public Integer call() {
    if (!LoopbackSite.isLoopback(host)) {
      throw Refusal.usage(
          "--host '" + host + "' is open to others, and nothing guards this server; use 127.0.0.1");
    }
    if (port < 0 || port > HIGHEST_PORT) {
      throw Refusal.usage("--port " + port + " is not between 0 and " + HIGHEST_PORT);
    }
    BusAddress bus = connection.address(around);
    try (RedisObserver observer = RedisObserver.connect(bus)) {
      return serve(observer, bus);
    }
  }

  private int serve(RedisObserver observer, BusAddress bus) {
    Views views = new Views(observer.events(), observer.directory(), observer.liveness());
    Stargazer stargazer = Stargazer.start(views, host, port);
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
