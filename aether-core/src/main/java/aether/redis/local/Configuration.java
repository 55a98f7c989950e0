package aether.redis.local;

import aether.config.Account;
import aether.config.Passwords;
import aether.config.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The {@code redis.conf} we write, and what we read back of it to find a server again.
 *
 * @param port where the server listens, never 0
 * @param user whom to enter as; empty for a server that knows no users of its own
 */
record Configuration(int port, Optional<String> user, Optional<Secret> password) {
  private static final List<String> SCRIPTING = List.of("EVAL", "EVALSHA", "SCRIPT");
  private static final List<String> SCRIPTING_SINCE_7 =
      List.of("EVAL_RO", "EVALSHA_RO", "FUNCTION", "FCALL", "FCALL_RO");

  static Path file(Path dir) {
    return dir.resolve("redis.conf");
  }

  static Path log(Path dir) {
    return dir.resolve("redis.log");
  }

  static Path pid(Path dir) {
    return dir.resolve("redis.pid");
  }

  /** The text of the file for {@code settings}, whose port must be chosen. */
  static String text(Settings settings, Binary binary) {
    List<String> lines = new ArrayList<>();
    lines.add("# Written by Aether at each start; changes are lost.");
    lines.add("bind " + LocalRedis.HOST);
    lines.add("port " + settings.port());
    lines.add("protected-mode yes");
    if (settings.users().isPresent()) {
      lines.add("aclfile " + quote(settings.users().get().toString()));
    } else {
      settings.password().ifPresent(p -> lines.add("requirepass " + quote(p.reveal())));
    }
    lines.add("dir " + quote(settings.dir().toString()));
    lines.add("logfile " + quote(log(settings.dir()).toString()));
    lines.add("pidfile " + quote(pid(settings.dir()).toString()));
    lines.add("daemonize " + (settings.detached() ? "yes" : "no"));
    lines.add("save \"\"");
    lines.add("appendonly " + (settings.appendonly() ? "yes" : "no"));
    lines.add("appendfsync everysec");
    lines.add("maxmemory-policy noeviction");
    SCRIPTING.forEach(command -> lines.add("rename-command " + command + " \"\""));
    if (binary.hasFunctions()) {
      SCRIPTING_SINCE_7.forEach(command -> lines.add("rename-command " + command + " \"\""));
    }
    return String.join("\n", lines) + "\n";
  }

  /** What the file in {@code dir} says; empty when there is none, or none of ours. */
  static Optional<Configuration> read(Path dir) throws IOException {
    Path file = file(dir);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    int port = 0;
    Optional<Secret> password = Optional.empty();
    boolean users = false;
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      if (line.matches("port \\d{1,5}")) {
        port = Integer.parseInt(line.substring("port ".length()));
      } else if (line.startsWith("requirepass \"") && line.endsWith("\"")) {
        password = Optional.of(new Secret(unquote(line.substring("requirepass ".length()))));
      }
      users |= line.startsWith("aclfile ");
    }
    if (port == 0) {
      return Optional.empty();
    }
    return Optional.of(
        users ? keeping(port, dir) : new Configuration(port, Optional.empty(), password));
  }

  /** A server that knows users is entered as their keeper. */
  static Configuration keeping(int port, Path dir) {
    Account keeper = new Account.Keeper();
    return new Configuration(
        port, Optional.of(keeper.user()), Passwords.ofLocalBus(dir).find(keeper.user()));
  }

  private static String quote(String value) {
    StringBuilder quoted = new StringBuilder("\"");
    for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
      if (b > ' ' && b < 0x7F && b != '"' && b != '\\') {
        quoted.append((char) b);
      } else {
        quoted.append("\\x").append(HexFormat.of().toHexDigits(b));
      }
    }
    return quoted.append('"').toString();
  }

  private static String unquote(String quoted) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 1; i < quoted.length() - 1; i++) {
      if (quoted.startsWith("\\x", i) && i + 4 < quoted.length()) {
        bytes.write(HexFormat.fromHexDigits(quoted, i + 2, i + 4));
        i += 3;
      } else {
        bytes.write(quoted.charAt(i));
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
