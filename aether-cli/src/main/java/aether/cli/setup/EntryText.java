package aether.cli.setup;

import aether.message.ProjectId;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * One Body's entry as YAML text. A word is quoted where PyYAML would read it as something else than
 * text, as the first Aether did.
 */
record EntryText(ProjectId id, BodyFields fields) {
  static final String DESCRIPTION = "description";
  static final String CAPABILITIES = "capabilities";
  static final String INBOX = "inbox";
  static final String WORKING_DIR = "working_dir";

  private static final int WIDTH = 80;
  private static final int NO_FOLDING = 1 << 22;

  /** Lines that begin at {@code column}, each step of nesting {@code step} deeper, ended by LF. */
  String block(int column, int step) {
    DumperOptions options = options();
    options.setIndent(Math.clamp(step, 1, 10));
    options.setWidth(WIDTH);
    return dump(FlowStyle.BLOCK, options)
        .lines()
        .map(line -> line.isEmpty() ? line : " ".repeat(column) + line)
        .collect(Collectors.joining("\n", "", "\n"));
  }

  /** {@code id: {…}} on one line, to stand between braces. */
  String flow() {
    DumperOptions options = options();
    options.setWidth(NO_FOLDING);
    options.setSplitLines(false);
    String braced = dump(FlowStyle.FLOW, options).strip();
    return braced.substring(1, braced.length() - 1);
  }

  /** Whether {@code node} is the mapping that this entry writes, and nothing more. */
  boolean isWrittenIn(Node node) {
    if (!(node instanceof MappingNode mapping)) {
      return false;
    }
    List<List<String>> written = new ArrayList<>();
    for (NodeTuple tuple : mapping.getValue()) {
      written.add(texts(tuple.getKeyNode()));
      written.add(texts(tuple.getValueNode()));
    }
    return written.equals(
        List.of(
            List.of(DESCRIPTION),
            List.of(fields.description()),
            List.of(CAPABILITIES),
            fields.capabilities(),
            List.of(INBOX),
            List.of(fields.inbox()),
            List.of(WORKING_DIR),
            List.of(fields.workingDir().orElse("null"))));
  }

  private static List<String> texts(Node node) {
    return switch (node) {
      case ScalarNode scalar -> List.of(scalar.getValue());
      case SequenceNode list -> list.getValue().stream().flatMap(i -> texts(i).stream()).toList();
      default -> List.of("");
    };
  }

  private static DumperOptions options() {
    DumperOptions options = new DumperOptions();
    options.setLineBreak(DumperOptions.LineBreak.UNIX);
    options.setNonPrintableStyle(DumperOptions.NonPrintableStyle.ESCAPE);
    return options;
  }

  private String dump(FlowStyle style, DumperOptions options) {
    Node body =
        mapping(
            style,
            List.of(
                tuple(DESCRIPTION, text(fields.description(), style)),
                tuple(CAPABILITIES, capabilities(style)),
                tuple(INBOX, text(fields.inbox(), style)),
                tuple(
                    WORKING_DIR,
                    fields
                        .workingDir()
                        .map(path -> text(path, style))
                        .orElseGet(() -> scalar(Tag.NULL, "null", ScalarStyle.PLAIN)))));
    StringWriter out = new StringWriter();
    new Yaml(
            new SafeConstructor(new LoaderOptions()),
            new Representer(options),
            options,
            new PythonResolver())
        .serialize(mapping(style, List.of(tuple(id.value(), body))), out);
    return out.toString();
  }

  private Node capabilities(FlowStyle style) {
    return new SequenceNode(
        Tag.SEQ, fields.capabilities().stream().map(word -> text(word, style)).toList(), style);
  }

  private static Node mapping(FlowStyle style, List<NodeTuple> tuples) {
    return new MappingNode(Tag.MAP, tuples, style);
  }

  private static NodeTuple tuple(String key, Node value) {
    return new NodeTuple(text(key, FlowStyle.BLOCK), value);
  }

  /** Line breaks are written as escapes where lines cannot be, and those that are not LF always. */
  private static Node text(String value, FlowStyle style) {
    boolean escape =
        value.chars().anyMatch(c -> "\r\u0085\u2028\u2029".indexOf(c) >= 0)
            || (style == FlowStyle.FLOW && value.contains("\n"));
    return scalar(Tag.STR, value, escape ? ScalarStyle.DOUBLE_QUOTED : ScalarStyle.PLAIN);
  }

  private static Node scalar(Tag tag, String value, ScalarStyle style) {
    return new ScalarNode(tag, value, null, null, style);
  }

  /**
   * Python reads {@code 1e3} as text, for a float has a point, and its exponent a sign; it cannot
   * read {@code =} without quotes.
   */
  private static final class PythonResolver extends Resolver {
    private static final Tag VALUE = new Tag(Tag.PREFIX + "value");

    @Override
    public Tag resolve(NodeId kind, @Nullable String value, boolean implicit) {
      if (implicit && "=".equals(value)) {
        return VALUE;
      }
      Tag tag = super.resolve(kind, value, implicit);
      return Tag.FLOAT.equals(tag) && value != null && isTextInPython(value) ? Tag.STR : tag;
    }

    private static boolean isTextInPython(String value) {
      return !value.contains(".") || value.matches(".*[eE][0-9]+");
    }
  }
}
