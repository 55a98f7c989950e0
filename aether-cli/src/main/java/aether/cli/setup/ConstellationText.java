package aether.cli.setup;

import aether.config.YamlReading;
import aether.message.ProjectId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Adds a Body to the text of a star chart and leaves every byte that stands there as it was
 * (CONTRACT §12, D44).
 */
public final class ConstellationText {
  private ConstellationText() {}

  /**
   * {@code text} with the Body {@code id} as the last one. The new text was read again: it says all
   * that the old one said, and the new Body, and nothing else. What cannot be had that way is
   * refused.
   *
   * @param text the whole file; empty for one that is to be made
   */
  public static ConstellationEdit append(String text, ProjectId id, BodyFields fields) {
    try {
      return append(StarChart.parse(text), new EntryText(id, fields));
    } catch (YAMLException e) {
      return new ConstellationEdit.Refused(
          "it is not one YAML document ("
              + YamlReading.place(e).replaceFirst(":(\\d+):(\\d+)", "line $1, column $2: ")
              + YamlReading.problem(e)
              + "); correct the file first");
    }
  }

  /** The lines that describe a Body, for a user to copy below {@code bodies:}. */
  public static String entry(ProjectId id, BodyFields fields) {
    return new EntryText(id, fields).block(2, 2);
  }

  private static ConstellationEdit append(StarChart chart, EntryText entry) {
    Optional<String> obstacle = obstacle(chart);
    if (obstacle.isPresent()) {
      return new ConstellationEdit.Refused(obstacle.get());
    }
    return chart
        .body(entry.id())
        .<ConstellationEdit>map(
            body -> new ConstellationEdit.Unchanged(entry.isWrittenIn(body.getValueNode())))
        .orElseGet(() -> insert(chart, entry));
  }

  private static ConstellationEdit insert(StarChart chart, EntryText entry) {
    return new Places(chart)
        .of(entry).stream()
            .map(insertion -> insertion.into(chart.text()))
            .filter(text -> isRight(chart, text, entry))
            .findFirst()
            .<ConstellationEdit>map(ConstellationEdit.Appended::new)
            .orElseGet(() ->
                new ConstellationEdit.Refused(
                    "'"
                        + entry.id()
                        + "' cannot be added without changing what stands there; add it by"
                        + " hand"));
  }

  private static boolean isRight(StarChart before, String text, EntryText entry) {
    try {
      return StarChart.parse(text).isGrownFrom(before, entry);
    } catch (YAMLException e) {
      return false;
    }
  }

  /** Why nothing can be added to {@code chart}, whatever it is; empty when something can. */
  private static Optional<String> obstacle(StarChart chart) {
    if (chart.root().filter(root -> !(root instanceof MappingNode)).isPresent()) {
      return Optional.of("its top is not a mapping; begin the file with `bodies:`");
    }
    return twice(chart.top(), "the file")
        .or(() -> chart.bodies().flatMap(ConstellationText::obstacleOfBodies));
  }

  private static Optional<String> obstacleOfBodies(NodeTuple bodies) {
    Node value = bodies.getValueNode();
    if (value.getStartMark().getIndex() < bodies.getKeyNode().getStartMark().getIndex()) {
      return Optional.of("`bodies` is an alias of another part; write the Bodies out there");
    }
    if (StarChart.isNull(value)) {
      return value instanceof ScalarNode word && !word.getValue().isEmpty()
          ? Optional.of("`bodies` is `" + word.getValue() + "`; remove that word, then try again")
          : Optional.empty();
    }
    return value instanceof MappingNode
        ? twice(StarChart.tuples(value), "`bodies`")
        : Optional.of("`bodies` is not a mapping of ids; write `id:` lines under it");
  }

  private static Optional<String> twice(List<NodeTuple> tuples, String where) {
    Set<String> seen = new HashSet<>();
    return tuples.stream()
        .map(StarChart::keyOf)
        .filter(key -> !seen.add(key))
        .findFirst()
        .map(key -> "'" + key + "' stands twice in " + where + "; remove one first");
  }
}
