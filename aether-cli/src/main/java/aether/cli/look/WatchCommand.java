package aether.cli.look;

import aether.bus.EventLog;
import aether.config.Account;
import aether.desk.Watch;
import aether.redis.RedisObserver;
import aether.terminal.ConnectionOptions;
import aether.terminal.ExitCode;
import aether.terminal.Surroundings;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code aether watch}: the live tail of everything that happens on the bus. */
@Command(
    name = "watch",
    description = "Print what happens on the bus as it happens, one line each, until Ctrl-C.",
    footerHeading = "%nExamples:%n",
    footer = {"  aether watch", "  aether watch --since 10m", "  aether watch --json | jq .kind"})
public final class WatchCommand implements Callable<Integer> {
  private final Surroundings around;

  @Option(
      names = "--since",
      paramLabel = "AGE",
      converter = AgeOption.class,
      description = "First print what happened in the last AGE, e.g. 30s, 10m, 2h, 7d.")
  private @Nullable Duration since;

  @Option(names = "--json", description = "Print the events as JSON, one on each line.")
  private boolean json;

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();

  public WatchCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    try (RedisObserver bus =
        RedisObserver.connect(
            connection.address(around, new Account.Stargazer(), new Account.Operator()))) {
      Teller teller = new Teller(around, json);
      boolean _ =
          new Watch(bus.events(), around.clock(), start(bus.events()))
              .until(Instant.MAX, teller::tell);
    }
    return ExitCode.OK.number();
  }

  /** Positions of the mirror begin with the milliseconds at which the bus took an event. */
  private String start(EventLog events) {
    return Optional.ofNullable(since)
        .map(age -> Math.max(0, around.clock().instant().minus(age).toEpochMilli()) + "-0")
        .orElseGet(events::end);
  }
}
