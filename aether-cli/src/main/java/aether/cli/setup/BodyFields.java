package aether.cli.setup;

import java.util.List;
import java.util.Optional;

/**
 * What {@code client setup} writes about a Body into the star chart.
 *
 * @param workingDir the project's directory on this host
 */
public record BodyFields(
    String description, List<String> capabilities, String inbox, Optional<String> workingDir) {
  public BodyFields {
    capabilities = List.copyOf(capabilities);
  }
}
