package aether.observatory.outbound;

import aether.config.ConfigException;
import aether.config.PrivateFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The secrets that a host is known to have, its files looked up anew each time: the lines of a file
 * the user writes, and what is called a password, a token, a key or the like in the daemon's
 * environment and in the project's {@code .env} files.
 */
public final class Canaries implements Supplier<Set<String>> {
  private static final int MOST_FILES = 16;
  private static final int MOST_BYTES = 64 << 10;

  private static final Pattern SECRET_NAME =
      Pattern.compile(
          "(?i).*(?:PASSW|PASSPHRASE|SECRET|TOKEN|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|CREDENTIAL).*");

  private static final Pattern ASSIGNMENT =
      Pattern.compile("\\s*(?:export\\s+)?([A-Za-z_][\\w.]*)\\s*=\\s*(.*?)\\s*");

  private final Path file;
  private final Path project;
  private final Set<String> ofEnvironment = new HashSet<>();

  /**
   * Those of one project.
   *
   * @param file one text a line; empty lines and those that begin with {@code #} count nothing
   * @param project whose {@code .env} and {@code .env.*} are read, each as far as 64 KiB
   * @param env the daemon's own environment
   */
  public Canaries(Path file, Path project, Map<String, String> env) {
    this.file = file;
    this.project = project;
    env.forEach((name, value) -> note(name, value, ofEnvironment));
  }

  /**
   * @throws ConfigException when the user's file is there and cannot be read
   */
  @Override
  public Set<String> get() {
    Set<String> found = new HashSet<>(ofEnvironment);
    PrivateFile.read(file)
        .ifPresent(text ->
            text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .forEach(found::add));
    for (Path one : envFiles()) {
      beginning(one)
          .lines()
          .map(ASSIGNMENT::matcher)
          .filter(Matcher::matches)
          .forEach(line -> note(line.group(1), unquoted(line.group(2)), found));
    }
    return found;
  }

  private static void note(String name, String value, Set<String> found) {
    if (SECRET_NAME.matcher(name).matches()
        && !Placeholder.is(value)
        && !value.startsWith("/")
        && !value.contains("://")) {
      found.add(value);
    }
  }

  private List<Path> envFiles() {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(project, ".env*")) {
      Set<Path> files = new HashSet<>();
      for (Path entry : entries) {
        if (files.size() < MOST_FILES && Files.isRegularFile(entry)) {
          files.add(entry);
        }
      }
      return List.copyOf(files);
    } catch (IOException e) {
      return List.of(); // what cannot be listed here cannot be read by the agent either
    }
  }

  private static String beginning(Path file) {
    try (var in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  private static String unquoted(String value) {
    boolean quoted =
        value.length() >= 2
            && (value.startsWith("\"") || value.startsWith("'"))
            && value.endsWith(value.substring(0, 1));
    return quoted ? value.substring(1, value.length() - 1) : value;
  }
}
