package aether.config;

import java.io.StringReader;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * YAML as a tree of nodes that know their place, within limits that no star chart needs. No tag
 * makes an object.
 */
public final class YamlReading {
  private static final int CODE_POINTS = 1 << 20;
  private static final int DEPTH = 20;
  private static final int ALIASES = 20;

  private YamlReading() {}

  /**
   * The one document of {@code text} as it is written; empty when there is none.
   *
   * @throws YAMLException when it is not one YAML document, or passes a limit
   */
  public static Optional<Node> compose(String text) {
    return compose(text, false);
  }

  /** As {@link #compose}, with each {@code <<} replaced by what it merges. */
  static Optional<Node> composeMerged(String text) {
    return compose(text, true);
  }

  /** {@code :LINE:COLUMN}, both counted from 1; nothing where the place is not known. */
  public static String place(YAMLException e) {
    Mark mark = e instanceof MarkedYAMLException marked ? marked.getProblemMark() : null;
    return mark == null ? "" : ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
  }

  /** What is wrong, in one line. */
  public static String problem(YAMLException e) {
    if (e instanceof MarkedYAMLException marked) {
      return Stream.of(marked.getContext(), marked.getProblem())
          .filter(part -> part != null && !part.isBlank())
          .collect(Collectors.joining(", "));
    }
    return Optional.ofNullable(e.getMessage()).orElse("not YAML").lines().findFirst().orElse("");
  }

  private static Optional<Node> compose(String text, boolean merging) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(CODE_POINTS);
    options.setNestingDepthLimit(DEPTH);
    options.setMaxAliasesForCollections(ALIASES);
    options.setMergeOnCompose(merging);
    return Optional.ofNullable(new Yaml(options).compose(new StringReader(text)));
  }
}
