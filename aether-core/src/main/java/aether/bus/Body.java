package aether.bus;

import aether.message.ProjectId;
import java.util.List;
import java.util.Optional;

/**
 * A project as the registry describes it (CONTRACT §3). Where it lives on its host is not part of
 * it: that never leaves the host.
 *
 * @param description what others may ask it about; untrusted text of whoever registered it
 * @param capabilities its subjects, untrusted as well
 * @param key its public key; empty when it has published none
 */
public record Body(
    ProjectId id, String description, List<String> capabilities, Optional<PublishedKey> key) {
  public Body {
    capabilities = List.copyOf(capabilities);
  }

  /** One without a key. */
  public Body(ProjectId id, String description, List<String> capabilities) {
    this(id, description, capabilities, Optional.empty());
  }

  /** The same with {@code other} as its key. */
  public Body with(PublishedKey other) {
    return new Body(id, description, capabilities, Optional.of(other));
  }

  /** Whether this says the same as {@code other}, which may have a key that this does not name. */
  public boolean saysNoMoreThan(Body other) {
    return id.equals(other.id)
        && description.equals(other.description)
        && capabilities.equals(other.capabilities)
        && (key.isEmpty() || key.equals(other.key));
  }
}
