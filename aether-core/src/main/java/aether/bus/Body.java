package aether.bus;

import aether.message.ProjectId;
import java.util.List;

/**
 * A project as the registry describes it (CONTRACT §3). Where it lives on its host is not part of
 * it: that never leaves the host.
 *
 * @param description what others may ask it about; untrusted text of whoever registered it
 * @param capabilities its subjects, untrusted as well
 */
public record Body(ProjectId id, String description, List<String> capabilities) {
  public Body {
    capabilities = List.copyOf(capabilities);
  }
}
