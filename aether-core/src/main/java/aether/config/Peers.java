package aether.config;

import aether.message.ProjectId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How one Body stands to the others.
 *
 * @param named those that the star chart names
 * @param others all that it does not name
 */
public record Peers(Map<ProjectId, Relation> named, Relation others) {
  /** Everybody is met in the usual way. */
  public static final Peers USUAL = new Peers(Map.of(), Relation.USUAL);

  public Peers {
    named = Map.copyOf(named);
  }

  /**
   * One relation.
   *
   * @param review whether they are met in the critical register (CONTRACT §7)
   * @param askFirst whether what is for them waits until somebody has approved of it
   * @param allow whether the two may talk to each other
   */
  public record Relation(boolean review, boolean askFirst, boolean allow) {
    public static final Relation USUAL = new Relation(false, false, true);
  }

  /** Those who are reviewed; all else is usual. */
  public static Peers reviewing(Set<ProjectId> reviewed) {
    return new Peers(
        reviewed.stream().collect(Collectors.toMap(id -> id, _ -> new Relation(true, false, true))),
        Relation.USUAL);
  }

  /** How {@code id} is met. A session of a project is met as the project; people always may. */
  public Relation with(ProjectId id) {
    if (id.equals(ProjectId.OPERATOR)) {
      return Relation.USUAL;
    }
    return Optional.ofNullable(named.get(id)).or(() -> id.project().map(named::get)).orElse(others);
  }

  /** Those named who are in review relation. */
  public Set<ProjectId> reviewers() {
    return named.entrySet().stream()
        .filter(peer -> peer.getValue().review())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }
}
