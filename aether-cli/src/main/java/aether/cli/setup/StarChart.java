package aether.cli.setup;

import aether.config.YamlReading;
import aether.message.ProjectId;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * The text of a star chart with what a YAML parser saw in it.
 *
 * @param root the top of the document; empty for a text without content
 */
record StarChart(String text, Optional<Node> root) {
  static final String BODIES = "bodies";
  private static final int DEEPEST = 100;

  /**
   * @throws YAMLException when the text is not one YAML document
   */
  static StarChart parse(String text) {
    return new StarChart(text, YamlReading.compose(text).filter(node -> !isNull(node)));
  }

  /** The entries at the top; none when that is no mapping. */
  List<NodeTuple> top() {
    return root.map(StarChart::tuples).orElse(List.of());
  }

  Optional<NodeTuple> bodies() {
    return top().stream().filter(tuple -> keyOf(tuple).equals(BODIES)).findFirst();
  }

  /** The entry of the Body that {@code id} means, written the same or meaning it when typed. */
  Optional<NodeTuple> body(ProjectId id) {
    return bodies().map(NodeTuple::getValueNode).map(StarChart::tuples).orElse(List.of()).stream()
        .filter(tuple -> ProjectId.typed(keyOf(tuple)).equals(ProjectId.typed(id.value())))
        .findFirst();
  }

  /** Whether this is {@code before} with {@code entry} as its last Body, and nothing else. */
  boolean isGrownFrom(StarChart before, EntryText entry) {
    if (before.bodies().isEmpty()) {
      return isGrown(before.top(), top(), BODIES) && isNewBodies(List.of(), lastOf(top()), entry);
    }
    int at = before.top().indexOf(before.bodies().get());
    return before.top().size() == top().size()
        && IntStream.range(0, top().size())
            .allMatch(i ->
                i == at
                    ? isNewBodies(tuples(before.top().get(i).getValueNode()), top().get(i), entry)
                    : same(before.top().get(i), top().get(i), 0));
  }

  private static boolean isNewBodies(List<NodeTuple> before, NodeTuple after, EntryText entry) {
    List<NodeTuple> grown = tuples(after.getValueNode());
    return keyOf(after).equals(BODIES)
        && isGrown(before, grown, entry.id().value())
        && entry.isWrittenIn(lastOf(grown).getValueNode());
  }

  private static boolean isGrown(List<NodeTuple> before, List<NodeTuple> after, String key) {
    return after.size() == before.size() + 1
        && keyOf(lastOf(after)).equals(key)
        && IntStream.range(0, before.size()).allMatch(i -> same(before.get(i), after.get(i), 0));
  }

  private static boolean same(NodeTuple a, NodeTuple b, int depth) {
    return same(a.getKeyNode(), b.getKeyNode(), depth)
        && same(a.getValueNode(), b.getValueNode(), depth);
  }

  private static boolean same(Node a, Node b, int depth) {
    if (depth > DEEPEST || !a.getTag().equals(b.getTag())) {
      return false;
    }
    if (a instanceof ScalarNode one && b instanceof ScalarNode other) {
      return one.getValue().equals(other.getValue());
    }
    if (a instanceof SequenceNode one && b instanceof SequenceNode other) {
      return one.getValue().size() == other.getValue().size()
          && IntStream.range(0, one.getValue().size())
              .allMatch(i -> same(one.getValue().get(i), other.getValue().get(i), depth + 1));
    }
    return a instanceof MappingNode one
        && b instanceof MappingNode other
        && one.getValue().size() == other.getValue().size()
        && IntStream.range(0, one.getValue().size())
            .allMatch(i -> same(one.getValue().get(i), other.getValue().get(i), depth + 1));
  }

  /** The key of an entry as it is written; empty for a key that is no word. */
  static String keyOf(NodeTuple tuple) {
    return tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  static List<NodeTuple> tuples(Node node) {
    return node instanceof MappingNode mapping ? mapping.getValue() : List.of();
  }

  static boolean isNull(Node node) {
    return Tag.NULL.equals(node.getTag());
  }

  private static NodeTuple lastOf(List<NodeTuple> tuples) {
    return tuples.getLast();
  }
}
