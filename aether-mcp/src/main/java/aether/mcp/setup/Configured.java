package aether.mcp.setup;

import aether.terminal.Surroundings;
import aether.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * The entry of this server that Claude Code would use in a directory: local before project before
 * user.
 *
 * @param where for people
 * @param command with its arguments, variables filled in
 * @param env added to the environment
 */
record Configured(String where, List<String> command, Map<String, String> env) {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)(?::-([^}]*))?}");
  private static final String SERVERS = "mcpServers";

  /** The one for {@code around}. */
  static Optional<Configured> find(Surroundings around) {
    Path user = userFile(around);
    JsonNode own = read(user).orElseGet(Json::object);
    JsonNode local = own.path("projects").path(around.directory().toString()).path(SERVERS);
    return of(local, user + " (local)", around)
        .or(() -> project(around))
        .or(() -> of(own.path(SERVERS), user + " (user)", around));
  }

  private static Optional<Configured> project(Surroundings around) {
    for (Path at = around.directory(); at != null; at = at.getParent()) {
      Path file = at.resolve(".mcp.json");
      Optional<Configured> found =
          read(file).flatMap(json -> of(json.path(SERVERS), file + " (project)", around));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Path userFile(Surroundings around) {
    String directory = around.env().getOrDefault("CLAUDE_CONFIG_DIR", "");
    String home = around.env().getOrDefault("HOME", "");
    Path base = home.isBlank() ? around.userHome() : Path.of(home);
    return (directory.isBlank() ? base : Path.of(directory)).resolve(".claude.json");
  }

  private static Optional<Configured> of(JsonNode servers, String where, Surroundings around) {
    JsonNode entry = servers.path(Entry.NAME);
    if (!entry.path("command").isString()) {
      return Optional.empty();
    }
    List<String> command = new ArrayList<>();
    command.add(filled(entry.path("command").stringValue(), around));
    entry.path("args").forEach(word -> command.add(filled(word.asString(), around)));
    Map<String, String> env = new TreeMap<>();
    entry
        .path("env")
        .properties()
        .forEach(each -> env.put(each.getKey(), filled(each.getValue().asString(), around)));
    return Optional.of(new Configured(where, command, env));
  }

  private static String filled(String word, Surroundings around) {
    return VARIABLE
        .matcher(word)
        .replaceAll(match -> {
          String otherwise = Optional.ofNullable(match.group(2)).orElse(match.group());
          return Matcher.quoteReplacement(
              Optional.ofNullable(around.env().get(match.group(1))).orElse(otherwise));
        });
  }

  private static Optional<JsonNode> read(Path file) {
    try {
      return Files.isRegularFile(file) ? Json.read(Files.readString(file)) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
