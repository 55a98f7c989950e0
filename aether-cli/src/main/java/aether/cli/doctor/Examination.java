package aether.cli.doctor;

import java.util.List;

/** Looks at one thing and changes nothing. */
interface Examination {
  /** What was found, at least one finding; never an exception for what is wrong out there. */
  List<Finding> look();
}
