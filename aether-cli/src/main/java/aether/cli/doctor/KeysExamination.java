package aether.cli.doctor;

import aether.bus.Body;
import aether.bus.BusException;
import aether.bus.PublishedKey;
import aether.config.BusAddress;
import aether.config.ConfigException;
import aether.identity.Acquaintance;
import aether.identity.KeyRing;
import aether.identity.OwnKey;
import aether.message.ProjectId;
import aether.redis.RedisObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The keys messages are signed with: those of this host whole and published as they are, those of
 * others as they were pinned. Whether other users can read them is for {@link ModesExamination}.
 */
final class KeysExamination implements Examination {
  private static final String SUBJECT = "keys";

  private final KeyRing ring;
  private final BusAddress bus;

  KeysExamination(KeyRing ring, BusAddress bus) {
    this.ring = ring;
    this.bus = bus;
  }

  /**
   * Nothing where there are no keys. Of a bus that cannot be asked only the files are looked at.
   */
  @Override
  public List<Finding> look() {
    try {
      Map<ProjectId, Body> registered = registered();
      Set<ProjectId> ids = new TreeSet<>();
      ring.known().stream().map(Acquaintance::id).forEach(ids::add);
      List<Finding> found = new ArrayList<>();
      for (ProjectId id : ids) {
        fault(id, Optional.ofNullable(registered.get(id)).flatMap(Body::key)).ifPresent(found::add);
      }
      return found.isEmpty() && !ids.isEmpty()
          ? List.of(Finding.ok(SUBJECT, ids.size() + " known, each as it was pinned"))
          : found;
    } catch (ConfigException e) {
      return List.of(Finding.failure(SUBJECT, String.valueOf(e.getMessage())));
    }
  }

  private Optional<Finding> fault(ProjectId id, Optional<PublishedKey> published) {
    Optional<OwnKey> own = ring.find(id);
    if (published.isEmpty()) {
      return Optional.empty();
    }
    if (own.isPresent()) {
      return own.filter(key -> !key.key().publicKey().text().equals(published.get().text()))
          .map(_ ->
              Finding.warning(
                  SUBJECT,
                  "the registry has another key of '" + id + "' than this host",
                  "start `aether observatory "
                      + id
                      + "` anew; if another host has it, end that one"));
    }
    return ring.isForeign(id, published.get())
        ? Optional.of(
            Finding.warning(
                SUBJECT,
                "the registry has another key of '" + id + "' than was pinned here",
                "compare `aether keys list` on its host, then `aether keys trust " + id + "`"))
        : Optional.empty();
  }

  private Map<ProjectId, Body> registered() {
    try (RedisObserver observer = RedisObserver.connect(bus)) {
      return observer.directory().bodies();
    } catch (BusException e) {
      return Map.of();
    }
  }
}
