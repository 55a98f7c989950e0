package aether.cli.dead;

import aether.bus.DeadLetter;
import aether.bus.write.DeadLetterOffice.Retry;
import aether.message.ProjectId;
import aether.redis.write.RedisBus;
import aether.terminal.ConnectionOptions;
import aether.terminal.Surroundings;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code aether dead retry}: lets messages come in once more. */
@Command(
    name = "retry",
    description = {
      "Put dead letters back in the inbox of their Body, with all their runs before them again.",
      "",
      "Each becomes a message again where it stands last in the inbox; what it costs is counted"
          + " anew. Every retry is audited."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  aether dead retry backend 1767607200000-0", "  aether dead retry backend --all"})
final class DeadRetryCommand implements Callable<Integer> {
  private final Surroundings around;

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();
  @Mixin private final Choice choice = new Choice();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  DeadRetryCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    return new Decision(around, connection, choice, json).carryOut("retried", this::retry);
  }

  private Optional<String> retry(RedisBus bus, ProjectId body, DeadLetter letter) {
    String actor = ProjectId.OPERATOR.value();
    return switch (bus.deadLetterOffice(around.clock()).retry(body, letter.id(), actor)) {
      case Retry.Requeued _ -> Optional.empty();
      case Retry.Absent _ -> Optional.of(letter.id() + " is gone: somebody else has decided");
      case Retry.Blank _ ->
          Optional.of(letter.id() + " no longer holds its entry; `aether dead drop` removes it");
    };
  }
}
