package aether.message;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

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
   * @param capability what a Body must be able to do for the wave to concern it; empty for all
   * @param expiresAt from when on it concerns nobody any more, ISO 8601 as the sender wrote it
   */
  record Everyone(boolean solicit, Optional<String> capability, Optional<String> expiresAt)
      implements Recipient {
    /** How a user writes an address by capability. */
    public static final String CAPABILITY_PREFIX = "capability:";

    private static final int LONGEST_CAPABILITY = 63;

    public Everyone {
      capability.ifPresent(Everyone::requireCapability);
      expiresAt.ifPresent(Everyone::requireTime);
    }

    /** All, at any time. */
    public Everyone(boolean solicit) {
      this(solicit, Optional.empty(), Optional.empty());
    }

    /** Whether the wave is for a Body that can do {@code capabilities}; case does not count. */
    public boolean concerns(Collection<String> capabilities) {
      return capability.isEmpty()
          || capabilities.stream()
              .anyMatch(each -> each.strip().equalsIgnoreCase(capability.get()));
    }

    /** When it ends to concern anybody. */
    public Optional<Instant> expiry() {
      return expiresAt.flatMap(Iso8601::parse);
    }

    private static void requireCapability(String name) {
      if (name.isBlank() || !name.strip().equals(name) || name.length() > LONGEST_CAPABILITY) {
        throw new IllegalArgumentException(
            "capability is '" + name + "'; it must be 1 to 63 characters, no space around them");
      }
    }

    private static void requireTime(String text) {
      if (Iso8601.parse(text).isEmpty()) {
        throw new IllegalArgumentException(
            "expires_at is '" + text + "'; it must be an ISO 8601 time with an offset");
      }
    }
  }

  /** The wire form of {@code to}: the Body's id, or {@code broadcast}. */
  default String address() {
    return switch (this) {
      case Project project -> project.id().value();
      case Everyone _ -> ProjectId.BROADCAST;
    };
  }
}
