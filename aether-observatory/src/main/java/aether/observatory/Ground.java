package aether.observatory;

import aether.config.AetherHome;
import aether.config.ConfigException;
import aether.config.PrivateFile;
import aether.terminal.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What has to hold on this host before a Body may go online. */
final class Ground {
  private static final String PROBE = "x".repeat(16 << 10);

  private Ground() {}

  /** A refusal when what is spent, and what runs, could not be written down. */
  static void check(AetherHome home) {
    for (Path folder : List.of(home.directory(), home.ledgers(), home.children())) {
      Path probe = folder.resolve(".probe-" + ProcessHandle.current().pid());
      try {
        PrivateFile.write(probe, PROBE);
        Files.deleteIfExists(probe);
      } catch (ConfigException | IOException e) {
        throw Refusal.failed(
            "%s; nothing may run where it cannot be written down: free space there or make it yours,"
                    .formatted(String.valueOf(e.getMessage()).split(";", 2)[0])
                + " or set AETHER_HOME to another folder");
      }
    }
  }
}
