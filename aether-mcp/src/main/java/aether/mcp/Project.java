package aether.mcp;

import aether.config.ConfigException;
import aether.config.Constellation;
import aether.config.ConstellationBody;
import aether.message.ProjectId;
import aether.terminal.Surroundings;
import java.nio.file.Path;
import java.util.Optional;

/** The project in which a session works. */
record Project(Surroundings around, Optional<Path> chart) {
  /** What Claude Code calls the directory of the session. */
  private static final String DIRECTORY = "CLAUDE_PROJECT_DIR";

  /** Its id in the star chart; for a project that is not in it, the directory's name. */
  ProjectId id() {
    Path directory = directory();
    return charted(directory)
        .orElseGet(() ->
            ProjectId.typed(
                Optional.ofNullable(directory.getFileName()).map(Path::toString).orElse("")));
  }

  Path directory() {
    return Optional.ofNullable(around.env().get(DIRECTORY))
        .filter(value -> !value.isBlank())
        .map(Path::of)
        .orElse(around.directory())
        .toAbsolutePath()
        .normalize();
  }

  /** A chart that cannot be read names nobody: a session needs no place in it. */
  private Optional<ProjectId> charted(Path directory) {
    try {
      Path file = chart.orElseGet(() -> around.home().constellation(around.env()));
      return Constellation.read(file).bodies().stream()
          .filter(body ->
              body.workingDir().map(Path::toAbsolutePath).map(Path::normalize).stream()
                  .anyMatch(directory::equals))
          .map(ConstellationBody::id)
          .findFirst();
    } catch (ConfigException e) {
      return Optional.empty();
    }
  }
}
