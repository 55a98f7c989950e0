package aether.identity;

import aether.bus.PublishedKey;
import aether.identity.Pin.Standing;
import aether.message.KeyId;
import aether.message.ProjectId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What this host knows of the keys of one peer; nothing of one it has never heard.
 *
 * @param pins the newest last
 */
public record Acquaintance(ProjectId id, List<Pin> pins) {
  public Acquaintance {
    pins = List.copyOf(pins);
  }

  static Acquaintance none(ProjectId id) {
    return new Acquaintance(id, List.of());
  }

  public boolean isNone() {
    return pins.isEmpty();
  }

  /** The pin of a key. */
  public Optional<Pin> find(KeyId key) {
    return pins.stream().filter(pin -> pin.key().id().equals(key)).findFirst();
  }

  /** The key its holder signs with now: the newest of those that count. */
  public Optional<Pin> current() {
    return pins.stream().filter(pin -> pin.standing().isCurrent()).reduce((_, later) -> later);
  }

  /** The same with {@code pin} as what is known of its key. */
  Acquaintance with(Pin pin) {
    List<Pin> all = new ArrayList<>(pins);
    all.removeIf(each -> each.key().equals(pin.key()));
    all.add(pin);
    return new Acquaintance(id, all);
  }

  /**
   * The same after {@code published}, where the current key has signed it over as its successor,
   * itself or by way of others. A key that was revoked or replaced appoints nobody.
   */
  Optional<Acquaintance> succeeded(PublishedKey published, Instant now) {
    Optional<Pin> current = current();
    Optional<PublicKey> heir = PublicKey.parse(published.text());
    if (current.isEmpty() || heir.isEmpty() || find(heir.get().id()).isPresent()) {
      return Optional.empty();
    }
    Acquaintance next = this;
    PublicKey successor = heir.get();
    for (PublishedKey.Predecessor before : published.line()) {
      Optional<PublicKey> key =
          PublicKey.parse(before.text()).filter(Succession.of(id, before, successor)::isSigned);
      if (key.isEmpty()) {
        return Optional.empty();
      }
      boolean isCurrent = key.get().equals(current.get().key());
      if (!isCurrent && find(key.get().id()).isPresent()) {
        return Optional.empty();
      }
      next =
          next.with(Pin.of(key.get(), before.revoked() ? Standing.REVOKED : Standing.FORMER, now));
      if (isCurrent) {
        return Optional.of(next.with(Pin.of(heir.get(), current.get().standing(), now)));
      }
      successor = key.get();
    }
    return Optional.empty();
  }
}
