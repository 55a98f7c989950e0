package aether.desk;

import aether.bus.Directory;
import aether.bus.Liveness;
import aether.bus.Presence;
import aether.message.ProjectId;
import java.util.List;
import java.util.Set;

/** Finds whom somebody means by an id they typed, so that nothing is sent to nobody (D43). */
public final class AddressBook {
  private static final int LONGEST = 255;

  private final Directory directory;
  private final Liveness liveness;

  public AddressBook(Directory directory, Liveness liveness) {
    this.directory = directory;
    this.liveness = liveness;
  }

  /** Whom {@code typed} means: the very id, else the id it is when cleaned (CONTRACT §1). */
  public Addressee find(String typed) {
    if (typed.equals(ProjectId.BROADCAST)) {
      return new Addressee.Everybody();
    }
    Set<ProjectId> known = directory.bodies().keySet();
    List<ProjectId> meant =
        typed.isBlank() || typed.length() > LONGEST
            ? List.of()
            : List.of(new ProjectId(typed), ProjectId.typed(typed));
    return meant.stream()
        .filter(id -> known.contains(id) || id.equals(ProjectId.OPERATOR))
        .findFirst()
        .<Addressee>map(this::known)
        .orElseGet(() ->
            new Addressee.Unknown(
                typed, known.stream().filter(id -> !id.isTransient()).sorted().toList()));
  }

  private Addressee known(ProjectId id) {
    return new Addressee.Known(
        id, liveness.presence(Set.of(id)).getOrDefault(id, new Presence.Offline()));
  }
}
