package aether.config;

import aether.config.AgentChoice.Format;
import aether.config.AgentChoice.OtherAgent;
import aether.config.AgentChoice.Pace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** What the entry of a Body says of its agent. */
final class AgentReader {
  private static final String MODEL = "model";
  private static final String TOOLS = "tools";
  private static final String DENY = "deny";
  private static final String MAX_TURNS = "max_turns";
  private static final String TIMEOUT = "timeout";
  private static final String IDLE_TIMEOUT = "idle_timeout";
  private static final String MAX_PARALLEL = "max_parallel";
  private static final String RUNNER = "runner";
  private static final String COMMAND = "command";
  private static final String FORMAT = "format";
  private static final String FILES = "files";
  private static final String JSON_SCHEMA = "json_schema";

  static final List<String> KEYS =
      List.of(
          MODEL, TOOLS, DENY, MAX_TURNS, TIMEOUT, IDLE_TIMEOUT, MAX_PARALLEL, RUNNER, JSON_SCHEMA);

  /** What only {@code claude} understands. */
  private static final List<String> OF_CLAUDE = List.of(MODEL, DENY, MAX_TURNS, JSON_SCHEMA);

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:/@\\[\\]-]{0,127}");
  private static final Pattern TOOL = Pattern.compile("[A-Z][A-Za-z]{0,63}");
  private static final Pattern RULE = Pattern.compile("[A-Z][A-Za-z]{0,63}(\\([^()]{1,500}\\))?");

  private final YamlMapping fields;

  AgentReader(YamlMapping fields) {
    this.fields = fields;
  }

  AgentChoice read() {
    Optional<OtherAgent> runner = runner();
    if (runner.isPresent()) {
      OF_CLAUDE.forEach(this::refuseBesideRunner);
      if (runner.get().format() == Format.TEXT) {
        refuseBesideRunner(TOOLS); // nothing says which it has
      }
    }
    return new AgentChoice(
        model(),
        fields.value(TOOLS).map(_ -> texts(TOOLS, TOOL, "write names such as Read, Grep")),
        texts(DENY, RULE, "write rules such as Read(secrets/**)"),
        new Pace(
            fields.whole(MAX_TURNS, 1, 100),
            seconds(TIMEOUT),
            seconds(IDLE_TIMEOUT),
            fields.whole(MAX_PARALLEL, 1, 64)),
        runner,
        fields.bool(JSON_SCHEMA).orElse(false));
  }

  private Optional<String> model() {
    Optional<ScalarNode> model = fields.scalar(MODEL, "the name of a model");
    model
        .filter(name -> !NAME.matcher(name.getValue()).matches())
        .ifPresent(name -> {
          throw fields.wrong(MODEL, name, "write the name of a model, such as sonnet");
        });
    return model.map(ScalarNode::getValue);
  }

  private List<String> texts(String key, Pattern wanted, String remedy) {
    List<String> texts = fields.texts(key);
    texts.stream()
        .filter(text -> !wanted.matcher(text).matches())
        .findFirst()
        .ifPresent(text -> {
          throw fields.error(key, "'" + text + "' in " + key + " is not understood; " + remedy);
        });
    return texts;
  }

  private Optional<Duration> seconds(String key) {
    OptionalInt seconds = fields.whole(key, 1, 3_600);
    return seconds.isPresent()
        ? Optional.of(Duration.ofSeconds(seconds.getAsInt()))
        : Optional.empty();
  }

  private Optional<OtherAgent> runner() {
    return fields
        .mapping(RUNNER)
        .map(runner -> {
          runner.allowOnly(List.of(COMMAND, FORMAT, FILES));
          List<String> command = runner.texts(COMMAND);
          if (command.isEmpty() || command.getFirst().isBlank()) {
            throw fields.error(
                RUNNER, "the runner has no command; write `command: [name, argument]`");
          }
          return new OtherAgent(
              command,
              runner
                  .scalar(FORMAT, "text or claude-stream-json")
                  .map(word -> format(runner, word))
                  .orElse(Format.TEXT),
              runner.value(FILES).map(_ -> files(runner)));
        });
  }

  private static List<Path> files(YamlMapping runner) {
    List<String> files = runner.texts(FILES);
    files.stream()
        .filter(file -> !file.startsWith("/"))
        .findFirst()
        .ifPresent(file -> {
          throw runner.error(FILES, "'" + file + "' in files is no full path; begin it with /");
        });
    return files.stream().map(Path::of).map(Path::normalize).toList();
  }

  private static Format format(YamlMapping runner, ScalarNode word) {
    return switch (word.getValue().toLowerCase(Locale.ROOT)) {
      case "text" -> Format.TEXT;
      case "claude-stream-json" -> Format.CLAUDE_STREAM_JSON;
      default -> throw runner.wrong(FORMAT, word, "write text or claude-stream-json");
    };
  }

  private void refuseBesideRunner(String key) {
    if (fields.value(key).isPresent()) {
      throw fields.error(
          key, key + " is for claude alone; leave it out, or give it in the command of the runner");
    }
  }
}
