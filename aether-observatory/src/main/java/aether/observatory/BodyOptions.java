package aether.observatory;

import aether.bus.Body;
import aether.config.AgentChoice;
import aether.config.Constellation;
import aether.config.ConstellationBody;
import aether.config.Signatures;
import aether.message.ProjectId;
import aether.observatory.ledger.LimitsInForce;
import aether.observatory.pipeline.BodySettings;
import aether.terminal.Refusal;
import aether.terminal.SignatureOption;
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

  @Mixin private final LimitOptions limits = new LimitOptions();

  @Mixin private final SignatureOption signatures = new SignatureOption();

  @Option(
      names = "--verbatim-telescope",
      description = "Show the agent's own text to every watcher, not only its milestones.")
  private boolean verbatim;

  /**
   * A Body as this host works for it.
   *
   * @param inForce its limits, and where each comes from
   * @param agent what the star chart says of its agent
   * @param signatures what it makes of them
   */
  record Worked(
      BodySettings settings, LimitsInForce inForce, AgentChoice agent, Signatures signatures) {
    /** The same described by {@code other}. */
    Worked with(Body other) {
      return new Worked(settings.with(other), inForce, agent, signatures);
    }
  }

  /** What holds for the Body {@code id}; a refusal when it cannot be worked for. */
  Worked worked(String id, Surroundings around) {
    if (id.isBlank()) {
      throw Refusal.usage("the id is blank; give the id of a Body in the constellation");
    }
    Constellation chart = chart(around);
    ConstellationBody described = chart.body(new ProjectId(id));
    LimitsInForce inForce = LimitsInForce.of(limits.given(), around.env(), described, chart);
    BodySettings settings =
        new BodySettings(
            described.body(),
            workingDir(described),
            inForce.limits(),
            described.waves(),
            described.peers(),
            verbatim || described.verbatimTelescope(),
            described.terms().askFirst());
    return new Worked(
        settings,
        inForce,
        described.terms().agent(),
        signatures.in(around, described.terms().signatures()));
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
