package aether.cli.setup;

import java.util.List;
import java.util.stream.Stream;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.nodes.CollectionNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Where in a star chart a new entry could stand, by the marks of the parser. Each answer is a list
 * of candidates, the likeliest first; which of them is right shows when the result is read again.
 */
record Places(StarChart chart) {
  private static final int STEP = 2;

  List<Insertion> of(EntryText entry) {
    if (chart.root().isEmpty()) {
      return List.of(lines(chart.text().length(), bodiesWith(entry, 0)));
    }
    if (!(chart.root().get() instanceof MappingNode top)) {
      return List.of();
    }
    return chart
        .bodies()
        .map(bodies -> beside(top, bodies, entry))
        .orElseGet(() -> withoutBodies(top, entry));
  }

  private List<Insertion> withoutBodies(MappingNode top, EntryText entry) {
    return isFlow(top)
        ? inBraces(top, StarChart.BODIES + ": {" + entry.flow() + "}")
        : after(top, bodiesWith(entry, columnOf(top)));
  }

  private List<Insertion> beside(MappingNode top, NodeTuple bodies, EntryText entry) {
    Node value = bodies.getValueNode();
    int column = bodies.getKeyNode().getStartMark().getColumn();
    if (StarChart.isNull(value)) {
      return isFlow(top)
          ? List.of(new Insertion(start(value), " {" + entry.flow() + "}"))
          : after(bodies, entry.block(column + STEP, STEP));
    }
    if (!(value instanceof MappingNode mapping)) {
      return List.of();
    }
    return isFlow(mapping)
        ? inBraces(mapping, entry.flow())
        : after(mapping, entry.block(columnOf(mapping), columnOf(mapping) - column));
  }

  private static String bodiesWith(EntryText entry, int column) {
    return " ".repeat(column) + StarChart.BODIES + ":\n" + entry.block(column + STEP, STEP);
  }

  private List<Insertion> inBraces(MappingNode braces, String piece) {
    return braces.getValue().isEmpty()
        ? List.of(new Insertion(end(braces) - 1, piece))
        : List.of(new Insertion(contentEnd(braces.getValue().getLast()), ", " + piece));
  }

  /** After all that the mapping holds; at the end of the text when nothing else follows. */
  private List<Insertion> after(MappingNode block, String lines) {
    int after = end(block);
    return after == chart.text().length()
        ? List.of(lines(after, lines))
        : List.of(lines(lineAfter(contentEnd(block)), lines), lines(after, lines));
  }

  /** After a key without a value. */
  private List<Insertion> after(NodeTuple key, String lines) {
    int line = lineAfter(contentEnd(key));
    boolean last = chart.top().getLast() == key;
    return Stream.concat(
            last ? Stream.of(lines(chart.text().length(), lines)) : Stream.empty(),
            Stream.of(lines(line, lines)))
        .toList();
  }

  /** Whole lines, with the line breaks of the text, after a break that ends what is before. */
  private Insertion lines(int at, String lines) {
    boolean atLineStart = at == 0 || isBreak(chart.text().charAt(at - 1));
    return new Insertion(at, ((atLineStart ? "" : "\n") + lines).replace("\n", lineBreak()));
  }

  private String lineBreak() {
    if (chart.text().contains("\r\n")) {
      return "\r\n";
    }
    return chart.text().contains("\r") && !chart.text().contains("\n") ? "\r" : "\n";
  }

  /** The start of the first line that begins at {@code index} or later, or the end of the text. */
  private int lineAfter(int index) {
    int at = index;
    while (at < chart.text().length() && (at == 0 || !isBreak(chart.text().charAt(at - 1)))) {
      at++;
    }
    boolean between =
        at > 0 && at < chart.text().length() && chart.text().startsWith("\r\n", at - 1);
    return between ? at + 1 : at;
  }

  private int contentEnd(NodeTuple tuple) {
    boolean alias = start(tuple.getValueNode()) < start(tuple.getKeyNode());
    return alias ? end(tuple.getKeyNode()) : contentEnd(tuple.getValueNode());
  }

  /** The end of the last word in {@code node}: a block's own end mark is behind comments. */
  private int contentEnd(Node node) {
    if (!(node instanceof CollectionNode<?> collection) || isFlow(collection)) {
      return end(node);
    }
    return switch (node) {
      case MappingNode mapping when !mapping.getValue().isEmpty() ->
          contentEnd(mapping.getValue().getLast());
      case SequenceNode list when !list.getValue().isEmpty() ->
          Math.max(start(list), contentEnd(list.getValue().getLast()));
      default -> end(node);
    };
  }

  private static int columnOf(MappingNode block) {
    return block.getValue().getFirst().getKeyNode().getStartMark().getColumn();
  }

  private static boolean isFlow(CollectionNode<?> node) {
    return node.getFlowStyle() == FlowStyle.FLOW;
  }

  /** Marks count code points; text is cut by chars. */
  private int start(Node node) {
    return chart.text().offsetByCodePoints(0, node.getStartMark().getIndex());
  }

  private int end(Node node) {
    return chart.text().offsetByCodePoints(0, node.getEndMark().getIndex());
  }

  private static boolean isBreak(char c) {
    return c == '\n' || c == '\r' || c == '\u0085' || c == '\u2028' || c == '\u2029';
  }
}
