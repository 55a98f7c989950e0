package aether.terminal;

import aether.config.AetherHome;
import aether.message.IdSource;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/**
 * Everything a command takes from the process it runs in, so that tests can give it another.
 *
 * @param env the environment
 * @param userHome where the user's files live, when the environment does not say
 * @param directory where the command was started
 */
public record Surroundings(
    Map<String, String> env,
    Path userHome,
    Path directory,
    Streams streams,
    InstantSource clock,
    IdSource ids) {
  public Surroundings {
    env = Map.copyOf(env);
  }

  /** Those of this process. */
  public static Surroundings system() {
    return new Surroundings(
        System.getenv(),
        Path.of(System.getProperty("user.home", ".")),
        Path.of("").toAbsolutePath(),
        Streams.system(),
        InstantSource.system(),
        IdSource.random());
  }

  /** The user's Aether directory. */
  public AetherHome home() {
    return AetherHome.of(env, userHome);
  }

  /**
   * The colours for standard output: none unless a human reads it and {@code NO_COLOR} is unset.
   */
  public Palette palette() {
    boolean wanted =
        streams.interactive()
            && env.getOrDefault("NO_COLOR", "").isEmpty()
            && !env.getOrDefault("TERM", "").equals("dumb");
    return wanted ? Palette.COLOURS : Palette.PLAIN;
  }
}
