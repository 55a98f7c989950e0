package aether.cli.doctor;

import java.util.List;

/** Looks at one thing, and mends of it what is safe to mend. */
interface Examination {
  /** What was found, at least one finding; never an exception for what is wrong out there. */
  List<Finding> look();

  /** Mends what can be mended without harm. @return what was done, a sentence each */
  default List<String> mend() {
    return List.of();
  }
}
