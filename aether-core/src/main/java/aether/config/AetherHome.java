package aether.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where a user's Aether keeps its files (CONTRACT §12).
 *
 * @param directory absolute; it need not exist yet
 */
public record AetherHome(Path directory) {
  public AetherHome {
    directory = directory.toAbsolutePath().normalize();
  }

  /**
   * {@code $AETHER_HOME}, else {@code .aether} in {@code $HOME}, else in {@code userHome}. A blank
   * variable counts as unset.
   *
   * @throws ConfigException when a variable cannot be the name of a directory
   */
  public static AetherHome of(Map<String, String> env, Path userHome) {
    return new AetherHome(
        path(env, "AETHER_HOME")
            .orElseGet(() -> path(env, "HOME").orElse(userHome).resolve(".aether")));
  }

  /** The chosen bus. */
  public Path profile() {
    return directory.resolve("config.json");
  }

  /** The star chart: {@code $AETHER_CONSTELLATION}, else the one in this directory. */
  public Path constellation(Map<String, String> env) {
    return path(env, "AETHER_CONSTELLATION")
        .orElseGet(() -> directory.resolve("constellation.yaml"))
        .toAbsolutePath()
        .normalize();
  }

  /** The directory of a bus that Aether runs itself. */
  public Path bus() {
    return directory.resolve("bus");
  }

  /** The directory of what is needed to enter buses that run elsewhere, one folder for each. */
  public Path users() {
    return directory.resolve("users");
  }

  /** While this file exists, no Observatory of this user runs an agent. */
  public Path stop() {
    return directory.resolve("STOP");
  }

  /** What tells this host from others where its kernel does not. */
  public Path hostId() {
    return directory.resolve(PidSpace.FILE);
  }

  /** Replies of the Bodies of this user that were not sent because of what they held. */
  public Path blocked() {
    return directory.resolve("blocked");
  }

  /** Texts that no Body of this user may send, one a line. */
  public Path canaries() {
    return directory.resolve("canaries");
  }

  /** What the Bodies of this user have spent on this host, a file for each. */
  public Path ledgers() {
    return directory.resolve("ledger");
  }

  /** Which agents run for the Bodies of this user on this host, a folder for each. */
  public Path children() {
    return directory.resolve("children");
  }

  /** The keys of this user's Bodies, and the user's own, a file for each. */
  public Path keys() {
    return directory.resolve("keys");
  }

  /** What this host knows of the keys of others, a file for each of them. */
  public Path peers() {
    return directory.resolve("peers");
  }

  private static Optional<Path> path(Map<String, String> env, String variable) {
    return Optional.ofNullable(env.get(variable))
        .filter(value -> !value.isBlank())
        .map(value -> new Setting(variable, value, "correct it or unset it").path());
  }
}
