package aether.cli.demo;

import aether.message.ProjectId;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The sample projects of the demo and their star chart, small but plausible. */
final class Samples {
  static final ProjectId FRONTEND = new ProjectId("frontend");
  static final ProjectId BACKEND = new ProjectId("backend");
  static final ProjectId BILLING = new ProjectId("billing");
  static final ProjectId MOBILE = new ProjectId("mobile");
  static final ProjectId DOCS = new ProjectId("docs");

  static final String CONSTELLATION = "constellation.yaml";

  /** Where the orders API says what an order is. */
  static final String API = "api/orders.yaml";

  /** Where the front end shows an order. */
  static final String CLIENT = "src/orders.ts";

  private static final List<String> FILES =
      List.of(
          CONSTELLATION,
          FRONTEND + "/README.md",
          FRONTEND + "/" + CLIENT,
          BACKEND + "/README.md",
          BACKEND + "/" + API,
          BILLING + "/README.md",
          MOBILE + "/README.md",
          DOCS + "/README.md");

  private Samples() {}

  /** Writes all of it into {@code folder}. */
  static void copyTo(Path folder) throws IOException {
    for (String file : FILES) {
      Path target = folder.resolve(file);
      Files.createDirectories(Optional.ofNullable(target.getParent()).orElse(folder));
      try (InputStream in = Samples.class.getResourceAsStream(file)) {
        if (in == null) {
          throw new FileNotFoundException("the sample " + file + " is not in this build");
        }
        Files.copy(in, target);
      }
    }
  }
}
