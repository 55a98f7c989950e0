package aether.cli.demo;

import aether.config.AetherHome;
import aether.message.ProjectId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A Body's Observatory in a process of its own, to be killed.
 *
 * @param process its standard input is never written to; its end would end it
 */
record DoomedProcess(Process process) implements AutoCloseable {
  private static final String SETTINGS = "AETHER_";

  /** Starts it on the bus of {@code home}, whatever the user's own settings say. */
  static DoomedProcess start(AetherHome home, ProjectId body) {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                DoomedObservatory.class.getName(),
                body.value()));
    builder.environment().keySet().removeIf(name -> name.startsWith(SETTINGS));
    builder.environment().put("AETHER_HOME", home.directory().toString());
    builder.redirectErrorStream(true);
    builder.redirectOutput(home.directory().resolve("killed.log").toFile());
    try {
      return new DoomedProcess(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  /** Ends it without warning, as {@code kill -9} does, and waits until it is gone. */
  @Override
  public void close() {
    process.destroyForcibly();
    var _ = process.onExit().join();
  }
}
