package aether.cli.doctor;

import aether.config.AetherHome;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The user's Aether directory: whether it can be written, and whether everything is stopped. */
final class HomeExamination implements Examination {
  private static final long LITTLE = 64L * 1024 * 1024;

  private final AetherHome home;

  HomeExamination(AetherHome home) {
    this.home = home;
  }

  @Override
  public List<Finding> look() {
    List<Finding> found = new ArrayList<>();
    found.add(directory());
    if (Files.exists(home.stop())) {
      found.add(
          Finding.warning(
              "stop", home.stop() + " is there: no agent runs", "`aether go` takes it away"));
    }
    return found;
  }

  @Override
  public List<String> mend() {
    if (Files.exists(home.directory())) {
      return List.of();
    }
    try {
      Files.createDirectories(home.directory());
      return List.of(home.directory() + " was made");
    } catch (IOException e) {
      return List.of();
    }
  }

  private Finding directory() {
    Path there = home.directory();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    if (!Files.isDirectory(there) || !Files.isWritable(there)) {
      return Finding.failure(
          "home",
          there + " cannot be written",
          "nothing runs without a ledger there; make it writable, or set AETHER_HOME");
    }
    return space(there);
  }

  private Finding space(Path there) {
    try {
      FileStore store = Files.getFileStore(there);
      long free = store.getUsableSpace();
      String said = home.directory() + ", " + free / (1024 * 1024) + " MiB free";
      return free < LITTLE
          ? Finding.warning("home", said, "the ledger and the bus need room; free some")
          : Finding.ok("home", said);
    } catch (IOException e) {
      return Finding.warning(
          "home", home.directory() + ": " + e.getMessage(), "look at its file system");
    }
  }
}
