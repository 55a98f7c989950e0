package aether.cli.operate;

import aether.bus.BusException;
import aether.config.Account;
import aether.redis.write.RedisBus;
import aether.terminal.ConnectionOptions;
import aether.terminal.ExitCode;
import aether.terminal.Surroundings;
import aether.wire.Json;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** One thing an operator does from the terminal; audited with their name. */
abstract class Verb implements Callable<Integer> {
  private final Surroundings around;

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  Verb(Surroundings around) {
    this.around = around;
  }

  /** Does it, or refuses. */
  abstract Told act(Scene scene);

  @Override
  public Integer call() {
    try (RedisBus bus = RedisBus.connect(connection.address(around, new Account.Operator()))) {
      Told told = attempt(Scene.of(bus, around));
      around.streams().out().println(json ? Json.write(told.json()) : told.sentence());
    }
    return ExitCode.OK.number();
  }

  /** What the bus refuses is audited as well, as far as it can be. */
  private Told attempt(Scene scene) {
    try {
      return act(scene);
    } catch (BusException.Denied e) {
      String name = CommandLine.Model.CommandSpec.forAnnotatedObject(this).name();
      scene.desk().denied(name, Optional.empty(), Optional.empty(), e);
      throw e;
    }
  }
}
