package aether.message;

/** Whom a message is for: one Body (a comet) or all of them (a wave) (CONTRACT §1, §2). */
public sealed interface Recipient {
  /** A comet's recipient. */
  record Project(ProjectId id) implements Recipient {
    public Project {
      if (id.value().equals(ProjectId.BROADCAST)) {
        throw new IllegalArgumentException("a comet cannot be for 'broadcast'; send a wave");
      }
    }
  }

  /**
   * A wave's recipients.
   *
   * @param solicit whether the wave asks each Body for a comet back
   */
  record Everyone(boolean solicit) implements Recipient {}

  /** The wire form of {@code to}: the Body's id, or {@code broadcast}. */
  default String address() {
    return switch (this) {
      case Project project -> project.id().value();
      case Everyone _ -> ProjectId.BROADCAST;
    };
  }
}
