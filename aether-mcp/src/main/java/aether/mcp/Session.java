package aether.mcp;

import aether.bus.write.Handouts.Claimant;
import aether.message.ProjectId;
import aether.message.Recipient;

/**
 * Who this server is on the bus, for as long as it is there.
 *
 * @param me its identity, which no other server has at the same time
 * @param family the identity of the project's first session; answers to any session of a project
 *     may be read by each of them
 * @param token that of its lease, unique to this process
 */
record Session(ProjectId me, ProjectId family, String token, Sky sky) {
  /** As whom it hands out answers. */
  Claimant claimant() {
    return new Claimant(me, token);
  }

  /** The identity of the {@code n}th session of a family at the same time, from 1. */
  static ProjectId nth(ProjectId family, int n) {
    return n == 1 ? family : new ProjectId(family + "-" + n);
  }

  /** The identity that a session of the project {@code id} has, or that {@code id} already is. */
  static ProjectId familyOf(ProjectId id) {
    return id.isSession() ? id : new ProjectId(id + ProjectId.SESSION_SUFFIX);
  }

  /** Whether {@code id} is a session of the same project. */
  boolean isOurs(ProjectId id) {
    return isOf(family, id);
  }

  boolean isOurs(Recipient to) {
    return isOf(family, to);
  }

  /** Whether {@code id} is a session of {@code family}. */
  static boolean isOf(ProjectId family, ProjectId id) {
    return id.equals(family)
        || (id.isSession() && id.value().matches("\\Q" + family + "\\E-[0-9]+"));
  }

  static boolean isOf(ProjectId family, Recipient to) {
    return to instanceof Recipient.Project(ProjectId id) && isOf(family, id);
  }
}
