package aether.config;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The passwords of the users of one bus, a file for each, of its name and for its owner alone. On
 * another machine those files are there that were brought there, and nobody else is let in.
 */
public record Passwords(Path directory) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.@-]{0,150}");

  /** Those of the bus that this user runs in {@code bus}. */
  public static Passwords ofLocalBus(Path bus) {
    return new Passwords(bus.resolve("users"));
  }

  /** Those of a bus elsewhere. */
  public static Passwords of(BusAddress address, AetherHome home) {
    String name = address.host().replaceAll("[^A-Za-z0-9_.-]", "_") + "-" + address.port();
    return new Passwords(home.users().resolve(name));
  }

  /**
   * That of the Redis user {@code user}, if its file is here.
   *
   * @throws ConfigException when the file cannot be read
   */
  public Optional<Secret> find(String user) {
    return NAME.matcher(user).matches()
        ? PrivateFile.read(directory.resolve(user))
            .map(String::strip)
            .filter(text -> !text.isEmpty())
            .map(Secret::new)
        : Optional.empty();
  }

  /** Keeps the password of {@code user}, readable by its owner only. */
  public void write(String user, Secret password) {
    PrivateFile.write(directory.resolve(user), password.reveal() + "\n");
  }

  /** Takes the file of {@code user} away, if there is one. */
  public void remove(String user) {
    if (NAME.matcher(user).matches()) {
      try {
        boolean _ = Files.deleteIfExists(directory.resolve(user));
      } catch (IOException e) {
        throw new ConfigException(
            "cannot delete " + directory.resolve(user) + "; do it by hand", e);
      }
    }
  }

  /** The users whose passwords are here, by name. */
  public List<String> users() {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      files.forEach(file -> names.add(String.valueOf(file.getFileName())));
    } catch (IOException | DirectoryIteratorException e) {
      throw new ConfigException("cannot read " + directory + "; check its permissions", e);
    }
    return names.stream().filter(name -> NAME.matcher(name).matches()).sorted().toList();
  }
}
