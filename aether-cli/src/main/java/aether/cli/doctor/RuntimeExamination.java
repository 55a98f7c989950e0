package aether.cli.doctor;

import java.util.List;

/** The Java that runs this. */
final class RuntimeExamination implements Examination {
  private static final int BUILT_FOR = 25;

  @Override
  public List<Finding> look() {
    String version = Runtime.version() + ", " + System.getProperty("java.home", "?");
    return List.of(
        Runtime.version().feature() == BUILT_FOR
            ? Finding.ok("java", version)
            : Finding.warning(
                "java", version, "Aether is tested on Java " + BUILT_FOR + "; use that one"));
  }
}
