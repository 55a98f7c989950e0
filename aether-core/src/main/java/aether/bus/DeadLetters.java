package aether.bus;

import aether.message.ProjectId;
import java.util.List;
import java.util.Optional;

/** What Bodies could not process, for reading ({@code aether:dead:<id>}). */
public interface DeadLetters {
  /** The place before every letter. */
  String START = "0-0";

  /**
   * At most {@code count} letters of {@code body} strictly after the place {@code after}, oldest
   * first; none: empty.
   */
  List<DeadLetter> list(ProjectId body, String after, int count);

  /** The letter of {@code body} with this id; empty also when no letter can have such an id. */
  Optional<DeadLetter> find(ProjectId body, String id);
}
