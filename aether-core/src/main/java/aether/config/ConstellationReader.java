package aether.config;

import aether.bus.Body;
import aether.config.ConstellationBody.Terms;
import aether.message.ProjectId;
import aether.redis.Keys;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * The star chart's YAML, from text to records. Only the shape of the document is read: no YAML tag
 * makes an object.
 */
record ConstellationReader(Path file) {
  private static final String BODIES = "bodies";
  private static final String DESCRIPTION = "description";
  private static final String CAPABILITIES = "capabilities";
  private static final String INBOX = "inbox";
  private static final String WORKING_DIR = "working_dir";
  private static final String WAVES = "waves";
  private static final String VERBATIM = "verbatim_telescope";
  private static final String ASK_FIRST = "ask_first";
  private static final String SIGNATURES = "signatures";
  private static final String SIGNATURE_WORDS = String.join(", ", Signatures.WORDS);
  private static final List<String> SETTINGS =
      Stream.of(
              List.of(
                  DESCRIPTION,
                  CAPABILITIES,
                  INBOX,
                  WORKING_DIR,
                  WAVES,
                  PeersReader.PEERS,
                  VERBATIM,
                  ASK_FIRST,
                  SIGNATURES),
              LimitsReader.BESIDE,
              List.of(LimitsReader.LIMITS),
              AgentReader.KEYS)
          .flatMap(List::stream)
          .toList();

  Constellation read(String text) {
    Optional<Node> root = compose(text);
    if (root.isEmpty()) {
      return new Constellation(file, List.of(), Map.of());
    }
    YamlMapping top = YamlMapping.of(file, "the constellation", root.get());
    refuseMisspelled(top);
    List<ConstellationBody> bodies = new ArrayList<>();
    top.value(BODIES)
        .map(node -> YamlMapping.of(file, BODIES, node))
        .ifPresent(listed -> listed.entries().forEach((id, entry) -> add(bodies, id, entry)));
    return new Constellation(file, bodies, LimitsReader.ofHost(top));
  }

  private Optional<Node> compose(String text) {
    try {
      return YamlReading.composeMerged(text);
    } catch (YAMLException e) {
      throw new ConfigException(
          file
              + YamlReading.place(e)
              + ": "
              + YamlReading.problem(e)
              + "; correct it, the file must be one YAML document",
          e);
    }
  }

  /**
   * Other sections are somebody else's, and hold what is merged into Bodies; {@code bodys:} is a
   * slip.
   */
  private static void refuseMisspelled(YamlMapping top) {
    List<String> known = List.of(BODIES, LimitsReader.LIMITS);
    top.entries().keySet().stream()
        .filter(key -> !known.contains(key))
        .forEach(key ->
            Nearest.of(key, known)
                .ifPresent(near -> {
                  throw top.error(key, "unknown key '" + key + "'; did you mean '" + near + "'?");
                }));
  }

  private void add(List<ConstellationBody> bodies, String written, NodeTuple entry) {
    ProjectId id = id(written, entry.getKeyNode());
    for (ConstellationBody other : bodies) {
      if (Constellation.sameWhenTyped(other.id(), id)) {
        throw YamlMapping.error(
            file,
            entry.getKeyNode(),
            "'" + id + "' and '" + other.id() + "' are the same id when typed; rename one");
      }
    }
    bodies.add(body(id, YamlMapping.of(file, "Body '" + id + "'", entry.getValueNode())));
  }

  private ProjectId id(String written, Node key) {
    ProjectId id =
        ProjectId.parse(written)
            .orElseThrow(() ->
                YamlMapping.error(
                    file,
                    key,
                    "'" + written + "' cannot be the id of a Body; use " + ProjectId.SPELLING));
    if (id.isTransient() || id.equals(ProjectId.OPERATOR)) {
      throw YamlMapping.error(
          file, key, "'" + written + "' is reserved for senders that are no Body; rename it");
    }
    return id;
  }

  private ConstellationBody body(ProjectId id, YamlMapping fields) {
    fields.allowOnly(SETTINGS);
    refuseForeignInbox(id, fields);
    return new ConstellationBody(
        new Body(id, fields.text(DESCRIPTION).orElse(""), fields.texts(CAPABILITIES)),
        fields.scalar(WORKING_DIR, "a path").map(path -> directory(fields, path)),
        fields.scalar(WAVES, "note or think").map(word -> waves(fields, word)).orElse(Waves.NOTE),
        PeersReader.read(file, fields, this::id),
        fields.bool(VERBATIM).orElse(false),
        new Terms(
            new AgentReader(fields).read(),
            LimitsReader.ofBody(fields),
            fields.bool(ASK_FIRST).orElse(false),
            fields.scalar(SIGNATURES, SIGNATURE_WORDS).map(word -> signatures(fields, word))));
  }

  private static void refuseForeignInbox(ProjectId id, YamlMapping fields) {
    String own = Keys.inbox(id);
    fields
        .scalar(INBOX, "text")
        .filter(inbox -> !inbox.getValue().equals(own))
        .ifPresent(inbox -> {
          throw fields.wrong(INBOX, inbox, "leave it out, or write " + own);
        });
  }

  private Path directory(YamlMapping fields, ScalarNode written) {
    String path = written.getValue();
    if (path.isBlank() || path.startsWith("~")) {
      throw fields.wrong(WORKING_DIR, written, "write the path in full");
    }
    try {
      return file.toAbsolutePath().resolveSibling(path).normalize();
    } catch (InvalidPathException e) {
      throw fields.wrong(WORKING_DIR, written, "write the path of a directory");
    }
  }

  private static Signatures signatures(YamlMapping fields, ScalarNode word) {
    return Signatures.parse(word.getValue().toLowerCase(Locale.ROOT))
        .orElseThrow(() -> fields.wrong(SIGNATURES, word, "write " + SIGNATURE_WORDS));
  }

  private static Waves waves(YamlMapping fields, ScalarNode word) {
    return switch (word.getValue().toLowerCase(Locale.ROOT)) {
      case "note" -> Waves.NOTE;
      case "think" -> Waves.THINK;
      default -> throw fields.wrong(WAVES, word, "write note or think");
    };
  }
}
