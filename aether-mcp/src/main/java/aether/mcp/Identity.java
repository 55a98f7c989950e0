package aether.mcp;

import aether.message.ProjectId;
import aether.terminal.Refusal;

/** Which identity a user means. */
public final class Identity {
  private Identity() {}

  /** That of a session of the project {@code id}. */
  public static ProjectId ofProject(ProjectId id) {
    return Session.familyOf(id);
  }

  /** The one that {@code value} of {@code option} is; one that could be a project's gets '-mcp'. */
  public static ProjectId parse(String option, String value) {
    return ProjectId.parse(value)
        .map(Session::familyOf)
        .filter(ProjectId::isSafe)
        .orElseThrow(
            () -> Refusal.usage(option + " '" + value + "' is no id; give " + ProjectId.SPELLING));
  }
}
