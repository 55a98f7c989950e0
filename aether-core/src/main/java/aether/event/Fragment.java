package aether.event;

import aether.message.ProjectId;
import java.util.Optional;

/**
 * What a reader may still show of a record that is incomplete: the part its {@code event_type}
 * promises, as far as it is there.
 */
public sealed interface Fragment {
  /**
   * Where a message came from and how far it had travelled; ids are unchecked text.
   *
   * @param hop {@code hop_count}, when it is an integer
   */
  record Route(
      Optional<String> from,
      Optional<String> to,
      Optional<Integer> hop,
      Optional<String> messageId) {}

  /** A message; {@code intent} and {@code text} are empty text when absent. */
  record Message(Route route, String intent, String text) implements Fragment {}

  /** A turn that was done; {@code summary} is empty text when absent. */
  record Done(Route route, String summary) implements Fragment {}

  /** A message that was stopped or deferred. */
  record Stopped(Route route) implements Fragment {}

  /** A milestone of a turn of nobody in particular, when no {@code project} is given. */
  record Step(Optional<ProjectId> project, Milestone milestone) implements Fragment {}

  /** An operator's action of a kind this version does not know. */
  record Deed(String actor, String action) implements Fragment {}
}
