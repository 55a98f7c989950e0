package aether.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A YAML mapping whose keys are words, read strictly: each error names file, line, column and
 * value. Scalars are taken as they are written, so {@code 1e3} and {@code on} are text where text
 * is wanted.
 *
 * @param what what the mapping describes, for errors
 */
record YamlMapping(Path file, String what, Map<String, NodeTuple> entries) {

  /** The mapping that {@code node} is; an absent value ({@code null}) is an empty one. */
  static YamlMapping of(Path file, String what, Node node) {
    if (isNull(node)) {
      return new YamlMapping(file, what, Map.of());
    }
    if (!(node instanceof MappingNode mapping)) {
      throw error(file, node, what + " is not a mapping; write `key: value` lines under it");
    }
    Map<String, NodeTuple> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      String key = key(file, what, tuple.getKeyNode());
      if (entries.put(key, tuple) != null) {
        throw error(
            file, tuple.getKeyNode(), "'" + key + "' stands twice in " + what + "; remove one");
      }
    }
    return new YamlMapping(file, what, entries);
  }

  private static String key(Path file, String what, Node node) {
    if (node instanceof ScalarNode scalar && !isNull(scalar)) {
      return scalar.getValue();
    }
    // ~ and null are words a user may well mean as a name, but no reader agrees on that.
    throw error(file, node, "a key of " + what + " is not a word; quote it or rename it");
  }

  /** Refuses every key but these. */
  void allowOnly(Collection<String> known) {
    entries.forEach((key, tuple) -> {
      if (!known.contains(key)) {
        String remedy =
            Nearest.of(key, known)
                .map(near -> "did you mean '" + near + "'?")
                .orElse("known are " + String.join(", ", known));
        throw error(
            file, tuple.getKeyNode(), "unknown key '" + key + "' in " + what + "; " + remedy);
      }
    });
  }

  Optional<ScalarNode> scalar(String key, String wanted) {
    return value(key)
        .map(node -> {
          if (node instanceof ScalarNode scalar) {
            return scalar;
          }
          throw error(file, node, key + " of " + what + " is not " + wanted);
        });
  }

  Optional<String> text(String key) {
    return scalar(key, "text; quote it if it is meant as such").map(ScalarNode::getValue);
  }

  List<String> texts(String key) {
    Optional<Node> value = value(key);
    if (value.isEmpty()) {
      return List.of();
    }
    if (!(value.get() instanceof SequenceNode list)) {
      throw error(file, value.get(), key + " of " + what + " is not a list; write [one, two]");
    }
    List<String> texts = new ArrayList<>();
    for (Node item : list.getValue()) {
      if (!(item instanceof ScalarNode scalar) || isNull(item)) {
        throw error(file, item, "an item of " + key + " of " + what + " is not text; quote it");
      }
      texts.add(scalar.getValue());
    }
    return List.copyOf(texts);
  }

  Optional<Boolean> bool(String key) {
    return scalar(key, "true or false").map(scalar -> bool(key, scalar));
  }

  private boolean bool(String key, ScalarNode scalar) {
    return switch (scalar.getValue().toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on" -> true;
      case "false", "no", "off" -> false;
      default -> throw wrong(key, scalar, "write true or false");
    };
  }

  /** A whole number from {@code least} to {@code most}, which has at most nine digits. */
  OptionalInt whole(String key, int least, int most) {
    String range = "a whole number from " + least + " to " + most;
    Optional<ScalarNode> scalar = scalar(key, range);
    if (scalar.isEmpty()) {
      return OptionalInt.empty();
    }
    String digits = scalar.get().getValue();
    if (!digits.matches("[0-9]{1,9}")
        || Integer.parseInt(digits) < least
        || Integer.parseInt(digits) > most) {
      throw wrong(key, scalar.get(), "write " + range);
    }
    return OptionalInt.of(Integer.parseInt(digits));
  }

  /** The mapping under {@code key}. */
  Optional<YamlMapping> mapping(String key) {
    return value(key).map(node -> of(file, key + " of " + what, node));
  }

  /** An error at {@code key}, which must be there. */
  ConfigException error(String key, String message) {
    return error(file, Optional.ofNullable(entries.get(key)).orElseThrow().getKeyNode(), message);
  }

  /** An error about the value of {@code key}. */
  ConfigException wrong(String key, ScalarNode scalar, String remedy) {
    return error(file, scalar, key + " of " + what + " is '" + scalar.getValue() + "'; " + remedy);
  }

  Optional<Node> value(String key) {
    return Optional.ofNullable(entries.get(key))
        .map(NodeTuple::getValueNode)
        .filter(node -> !isNull(node));
  }

  /** {@code FILE:LINE:COLUMN: message}, both counted from 1. */
  static ConfigException error(Path file, Node node, String message) {
    return new ConfigException(
        file
            + ":"
            + (node.getStartMark().getLine() + 1)
            + ":"
            + (node.getStartMark().getColumn() + 1)
            + ": "
            + message);
  }

  private static boolean isNull(Node node) {
    return Tag.NULL.equals(node.getTag());
  }
}
