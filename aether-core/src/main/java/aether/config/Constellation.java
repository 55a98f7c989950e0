package aether.config;

import aether.message.ProjectId;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The star chart: the Bodies that the YAML file of this host lists, in its order (CONTRACT §1,
 * §12).
 *
 * @param file where it was read from, for errors
 * @param limits those that all Bodies of this host share
 */
public record Constellation(
    Path file, List<ConstellationBody> bodies, Map<Limit, BigDecimal> limits) {
  public Constellation {
    bodies = List.copyOf(bodies);
    limits = Map.copyOf(limits);
  }

  /**
   * The star chart in {@code file}.
   *
   * @throws ConfigException when the file is missing, is not YAML, or says something that is not
   *     understood; it names file, line, column, value and remedy
   */
  public static Constellation read(Path file) {
    return parse(
        PrivateFile.read(file)
            .orElseThrow(() ->
                new ConfigException(
                    "there is no constellation at "
                        + file
                        + "; run `aether client setup` in a project, or name another file")),
        file);
  }

  /**
   * The star chart that {@code text} is.
   *
   * @param file where the text stands: for errors, and as the place that a relative {@code
   *     working_dir} starts from
   * @throws ConfigException as {@link #read} does
   */
  public static Constellation parse(String text, Path file) {
    return new ConstellationReader(file).read(text);
  }

  /** The Body that {@code id} means, written the same or meaning the same when typed. */
  public Optional<ConstellationBody> find(ProjectId id) {
    return bodies.stream().filter(body -> sameWhenTyped(body.id(), id)).findFirst();
  }

  /**
   * The Body that {@code id} means.
   *
   * @throws ConfigException when there is none; it lists those there are
   */
  public ConstellationBody body(ProjectId id) {
    return find(id).orElseThrow(() -> new ConfigException(unknown(id)));
  }

  static boolean sameWhenTyped(ProjectId one, ProjectId other) {
    return ProjectId.typed(one.value()).equals(ProjectId.typed(other.value()));
  }

  private String unknown(ProjectId id) {
    String missing = "'" + id + "' is not a Body of " + file;
    if (bodies.isEmpty()) {
      return missing + ", which lists none; run `aether client setup` in its project";
    }
    List<String> known = bodies.stream().map(body -> body.id().value()).toList();
    return missing
        + " (it lists "
        + known.stream().collect(Collectors.joining(", "))
        + ")"
        + Nearest.of(id.value(), known)
            .map(near -> "; did you mean '" + near + "'?")
            .orElse("; run `aether client setup` in its project");
  }
}
