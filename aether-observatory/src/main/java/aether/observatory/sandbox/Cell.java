package aether.observatory.sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one run needs of its host.
 *
 * @param executable the agent's command, absolute
 * @param project its folder
 * @param allowWrite whether it may change the project
 * @param env the environment it is given
 * @param own what the agent keeps, which it may write; empty for Claude, where that is known
 */
public record Cell(
    Path executable,
    Path project,
    boolean allowWrite,
    Map<String, String> env,
    Optional<List<Path>> own) {
  /** One for Claude. */
  public Cell(Path executable, Path project, boolean allowWrite, Map<String, String> env) {
    this(executable, project, allowWrite, env, Optional.empty());
  }

  public Cell {
    executable = executable.toAbsolutePath().normalize();
    project = project.toAbsolutePath().normalize();
    env = Map.copyOf(env);
    own = own.map(List::copyOf);
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
