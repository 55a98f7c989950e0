package aether.cli.dead;

import aether.bus.DeadLetter;
import aether.message.ProjectId;
import aether.redis.write.RedisBus;
import aether.terminal.ConnectionOptions;
import aether.terminal.Surroundings;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code aether dead drop}: throws messages away for good. */
@Command(
    name = "drop",
    description = "Throw dead letters away for good. Every drop is audited.",
    footerHeading = "%nExamples:%n",
    footer = {"  aether dead drop backend 1767607200000-0", "  aether dead drop backend --all"})
final class DeadDropCommand implements Callable<Integer> {
  private final Surroundings around;

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final Choice choice = new Choice();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  DeadDropCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    return new Decision(around, connection, choice, json).carryOut("dropped", this::drop);
  }

  private Optional<String> drop(RedisBus bus, ProjectId body, DeadLetter letter) {
    String actor = ProjectId.OPERATOR.value();
    return bus.deadLetterOffice(around.clock()).drop(body, letter.id(), actor)
        ? Optional.empty()
        : Optional.of(letter.id() + " is gone: somebody else has decided");
  }
}
