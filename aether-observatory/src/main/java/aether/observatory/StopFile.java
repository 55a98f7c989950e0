package aether.observatory;

import aether.config.ConfigException;
import aether.config.PrivateFile;
import aether.observatory.pipeline.StopSign;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Stops everything while {@code file} exists, whatever it is and whoever made it: {@code touch} is
 * enough. Its first line is the reason; where it lies is nobody else's business.
 */
record StopFile(Path file) implements StopSign {
  private static final int LONGEST_REASON = 200;

  @Override
  public Optional<String> reason() {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? Optional.of(words()) : Optional.empty();
  }

  private String words() {
    String said = text().lines().map(String::strip).findFirst().orElse("");
    String why = said.substring(0, Math.min(said.length(), LONGEST_REASON));
    return "stopped by the file " + file.getFileName() + (why.isBlank() ? "" : ": " + why);
  }

  private String text() {
    try {
      return PrivateFile.read(file).orElse("");
    } catch (ConfigException e) {
      return "";
    }
  }
}
