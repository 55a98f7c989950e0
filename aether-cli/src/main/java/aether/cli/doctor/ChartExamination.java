package aether.cli.doctor;

import aether.config.ConfigException;
import aether.config.Constellation;
import aether.config.ConstellationBody;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The constellation, and the folders it names. */
final class ChartExamination implements Examination {
  private static final String SUBJECT = "constellation";

  private final Path file;

  ChartExamination(Path file) {
    this.file = file;
  }

  @Override
  public List<Finding> look() {
    if (!Files.exists(file)) {
      return List.of(
          Finding.warning(
              SUBJECT, file + " is not there", "`aether client setup` in a project writes it"));
    }
    try {
      Constellation chart = Constellation.read(file);
      List<Finding> found = new ArrayList<>();
      found.add(Finding.ok(SUBJECT, file + ", " + chart.bodies().size() + " Bodies"));
      chart.bodies().forEach(body -> missing(body).ifPresent(found::add));
      return found;
    } catch (ConfigException e) {
      return List.of(Finding.failure(SUBJECT, String.valueOf(e.getMessage())));
    }
  }

  private static Optional<Finding> missing(ConstellationBody body) {
    return body.workingDir()
        .filter(folder -> !Files.isDirectory(folder))
        .map(folder ->
            Finding.warning(
                SUBJECT,
                "'" + body.id() + "' works in " + folder + ", which is no folder",
                "correct its working_dir"));
  }
}
