package aether.observatory.sandbox;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What one run needs of its host.
 *
 * @param executable the agent's command, absolute
 * @param project its folder
 * @param allowWrite whether it may change the project
 * @param env the environment it is given
 */
public record Cell(Path executable, Path project, boolean allowWrite, Map<String, String> env) {
  public Cell {
    executable = executable.toAbsolutePath().normalize();
    project = project.toAbsolutePath().normalize();
    env = Map.copyOf(env);
  }

  /** The user's home; empty when the environment names none. */
  Optional<Path> home() {
    return variable("HOME");
  }

  /** The path that a variable names; empty when it is unset, blank or relative. */
  Optional<Path> variable(String name) {
    return Optional.ofNullable(env.get(name))
        .filter(value -> value.startsWith("/"))
        .map(Path::of)
        .map(Path::normalize);
  }
}
