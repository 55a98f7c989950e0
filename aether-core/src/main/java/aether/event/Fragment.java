package aether.event;

import aether.message.ProjectId;
import java.util.Optional;

/**
 * What a reader may still show of a record that is incomplete: the part its {@code event_type}
 * promises, as far as it is there.
 */
public sealed interface Fragment {
  /** A message; {@code intent} and {@code text} are empty text when absent. */
  record Message(Route route, String intent, String text) implements Fragment {}

  /** A turn that was done; {@code summary} is empty text when absent. */
  record Done(Route route, String summary) implements Fragment {}

  /**
   * A message that was stopped or deferred.
   *
   * @param ends as in {@link Extinction#ends()}
   */
  record Stopped(Route route, boolean ends) implements Fragment {}

  /** A milestone of a turn of nobody in particular, when no {@code project} is given. */
  record Step(Optional<ProjectId> project, Milestone milestone) implements Fragment {}

  /** An operator's action of a kind this version does not know. */
  record Deed(String actor, String action) implements Fragment {}
}
