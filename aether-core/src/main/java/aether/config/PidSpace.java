package aether.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells apart the places in which a process number names a process: hosts bear equal names. */
public final class PidSpace {
  /** The name of the file that tells hosts apart where the kernel does not. */
  public static final String FILE = "host-id";

  private static final Logger LOG = LoggerFactory.getLogger(PidSpace.class);
  private static final int LONGEST = 64;

  private PidSpace() {}

  /**
   * The place of this process: its kernel's boot and its namespace where {@code proc} tells them,
   * else what stands in {@code hostId}, which is made when it is missing.
   *
   * @return empty when neither can be had
   */
  public static Optional<String> of(Path proc, Path hostId) {
    return ofKernel(proc).or(() -> ofHost(hostId));
  }

  private static Optional<String> ofKernel(Path proc) {
    try {
      String boot = Files.readString(proc.resolve("sys/kernel/random/boot_id")).strip();
      Path namespace = Files.readSymbolicLink(proc.resolve("self/ns/pid"));
      return boot.isEmpty() ? Optional.empty() : Optional.of(boot + " " + namespace);
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> ofHost(Path file) {
    try {
      Optional<String> known = PrivateFile.read(file).map(String::strip).filter(PidSpace::isUsable);
      if (known.isEmpty()) {
        PrivateFile.write(file, UUID.randomUUID() + "\n");
      }
      return PrivateFile.read(file).map(String::strip).filter(PidSpace::isUsable);
    } catch (ConfigException e) {
      LOG.warn("a lease left by a killed process will have to lapse: {}", e.getMessage());
      return Optional.empty();
    }
  }

  private static boolean isUsable(String id) {
    return !id.isEmpty() && id.length() <= LONGEST;
  }
}
