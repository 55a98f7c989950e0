package aether.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Whether what is secret in the Aether directory is closed to other users of this machine. */
final class ModesExamination implements Examination {
  private static final String SUBJECT = "secrets";
  private static final int DEEPEST = 3;

  /** What holds passwords, keys, or words of the agents. */
  private static final List<String> SECRET =
      List.of("operator.token", "canaries", "users", "keys", "blocked", "ledger", "bus");

  private final Path directory;

  ModesExamination(Path directory) {
    this.directory = directory;
  }

  @Override
  public List<Finding> look() {
    try {
      List<Path> open = open();
      return List.of(
          open.isEmpty()
              ? Finding.ok(SUBJECT, "closed to other users of this machine")
              : Finding.warning(
                  SUBJECT,
                  open.getFirst()
                      + (open.size() > 1 ? " and " + (open.size() - 1) + " more are" : " is")
                      + " open to other users of this machine",
                  "`aether doctor --fix` closes them"));
    } catch (IOException e) {
      return List.of(
          Finding.warning(SUBJECT, directory + ": " + e.getMessage(), "look at its permissions"));
    }
  }

  @Override
  public List<String> mend() {
    List<String> done = new ArrayList<>();
    try {
      for (Path path : open()) {
        String mode = Files.isDirectory(path) ? "rwx------" : "rw-------";
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
        done.add(path + " is closed to others now (" + mode + ")");
      }
    } catch (IOException e) {
      done.add(directory + " could not be closed to others: " + e.getMessage());
    }
    return done;
  }

  private List<Path> open() throws IOException {
    List<Path> open = new ArrayList<>();
    for (String name : SECRET) {
      Path secret = directory.resolve(name);
      if (Files.exists(secret) && hasModes(secret)) {
        try (Stream<Path> paths = Files.walk(secret, DEEPEST)) {
          for (Path path : paths.filter(each -> !Files.isSymbolicLink(each)).toList()) {
            if (isOpen(path)) {
              open.add(path);
            }
          }
        }
      }
    }
    return open;
  }

  private static boolean hasModes(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static boolean isOpen(Path path) throws IOException {
    Set<PosixFilePermission> mode = Files.getPosixFilePermissions(path);
    return mode.stream().anyMatch(each -> !each.name().startsWith("OWNER"));
  }
}
