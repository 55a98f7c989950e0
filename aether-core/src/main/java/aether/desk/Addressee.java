package aether.desk;

import aether.bus.Presence;
import aether.config.Nearest;
import aether.message.ProjectId;
import java.util.List;

/** Whom somebody means by an id they typed. */
public sealed interface Addressee {
  /** Somebody who can receive: a registered Body, or the operator. */
  record Known(ProjectId id, Presence presence) implements Addressee {}

  /** The address of a wave, which is nobody's id. */
  record Everybody() implements Addressee {}

  /**
   * Nobody.
   *
   * @param typed what was typed
   * @param known who could be meant, in order of ids
   */
  record Unknown(String typed, List<ProjectId> known) implements Addressee {
    public Unknown {
      known = List.copyOf(known);
    }

    /** One line: the value, the nearest known id, and all of them (D43). */
    public String refusal() {
      List<String> ids = known.stream().map(ProjectId::value).toList();
      if (ids.isEmpty()) {
        return "'"
            + typed
            + "' is not a known Body; none is registered: run `aether client setup` in its project";
      }
      return "'"
          + typed
          + "' is not a known Body"
          + Nearest.of(typed, ids).map(near -> "; did you mean '" + near + "'?").orElse(";")
          + " known: "
          + String.join(", ", ids);
    }
  }
}
