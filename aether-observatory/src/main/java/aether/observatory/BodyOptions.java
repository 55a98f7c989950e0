package aether.observatory;

import aether.config.Constellation;
import aether.config.ConstellationBody;
import aether.message.ProjectId;
import aether.observatory.pipeline.BodySettings;
import aether.observatory.pipeline.Limits;
import aether.terminal.Refusal;
import aether.terminal.Surroundings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The flags that say, with the star chart, what a Body is and what bounds it. */
final class BodyOptions {
  @Option(
      names = "--constellation",
      paramLabel = "FILE",
      description =
          "The star chart. Default: $$AETHER_CONSTELLATION, ~/.aether/constellation.yaml.")
  private @Nullable Path constellation;

  @Option(
      names = "--rate-per-min",
      paramLabel = "N",
      description = "Messages of one conversation per minute. Default: ${DEFAULT-VALUE}.")
  private int ratePerMinute = Limits.DEFAULT.ratePerMinute();

  @Option(
      names = "--max-hops-ceiling",
      paramLabel = "N",
      description =
          "The highest Horizon accepted from a sender. Default: the constellation's, "
              + Limits.USUAL_CEILING
              + ".")
  private @Nullable Integer maxHopsCeiling;

  @Option(
      names = "--max-attempts",
      paramLabel = "N",
      description = "Runs of the agent per message, crashes included. Default: ${DEFAULT-VALUE}.")
  private int maxAttempts = Limits.DEFAULT.maxAttempts();

  @Mixin private final CeilingOptions ceilings = new CeilingOptions();

  @Option(
      names = "--verbatim-telescope",
      description = "Show the agent's own text to every watcher, not only its milestones.")
  private boolean verbatim;

  /** What holds for the Body {@code id}; a refusal when it cannot be worked for. */
  BodySettings settings(String id, Surroundings around) {
    if (id.isBlank()) {
      throw Refusal.usage("the id is blank; give the id of a Body in the constellation");
    }
    var allowed = ceilings.ceilings();
    ConstellationBody described = chart(around).body(new ProjectId(id));
    return new BodySettings(
        described.body(),
        workingDir(described),
        new Limits(
            Flags.within("--max-hops-ceiling", hops(described), 1_000),
            Flags.within("--rate-per-min", ratePerMinute, 1_000_000),
            Flags.within("--max-attempts", maxAttempts, 10),
            allowed),
        described.waves(),
        described.reviews(),
        verbatim || described.verbatimTelescope());
  }

  private int hops(ConstellationBody described) {
    return Optional.ofNullable(maxHopsCeiling)
        .orElseGet(() -> described.maxHopsCeiling().orElse(Limits.DEFAULT.maxHopsCeiling()));
  }

  private Constellation chart(Surroundings around) {
    return Constellation.read(
        Optional.ofNullable(constellation)
            .orElseGet(() -> around.home().constellation(around.env())));
  }

  private static Path workingDir(ConstellationBody described) {
    Path folder =
        described
            .workingDir()
            .orElseThrow(() ->
                Refusal.failed(
                    "'%s' has no working_dir in the constellation; add the project's folder"
                        .formatted(described.id())));
    if (!Files.isDirectory(folder)) {
      throw Refusal.failed(
          "working_dir '%s' of '%s' is no folder; correct it in the constellation"
              .formatted(folder, described.id()));
    }
    return folder;
  }
}
