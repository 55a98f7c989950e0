package aether.identity;

import aether.bus.PublishedKey;
import aether.identity.Pin.Standing;
import aether.message.Envelope;
import aether.message.KeyId;
import aether.message.ProjectId;
import aether.message.Seal;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells who has signed a message, by the keys that this host has pinned and the registry (ADR 10).
 * Pins the key of a Body that it meets for the first time. Safe for several threads.
 */
public final class Verifier {
  private static final Logger LOG = LoggerFactory.getLogger(Verifier.class);

  private final PinFiles pins;
  private final InstantSource clock;

  public Verifier(PinFiles pins, InstantSource clock) {
    this.pins = pins;
    this.clock = clock;
  }

  /**
   * Looks at who has signed {@code envelope}.
   *
   * @throws aether.config.ConfigException when what this host knows cannot be read or written
   */
  public Finding judge(Envelope envelope, Registry registry) {
    Optional<Seal.Signature> signature = envelope.seal().signature();
    if (signature.isEmpty() || !envelope.from().isSafe()) {
      return new Finding.Unsigned();
    }
    Optional<KeyId> key = signature.get().key();
    return key.isEmpty()
        ? new Finding.Wrong("kid is no name of a key")
        : judge(envelope.from(), key.get(), signature.get(), registry);
  }

  private Finding judge(ProjectId from, KeyId key, Seal.Signature signature, Registry registry) {
    if (!from.isTransient()) {
      registry.held(from).ifPresent(published -> follow(from, published));
    }
    Optional<Pin> pin = owners(from).flatMap(id -> pins.of(id).find(key).stream()).findFirst();
    return pin.isPresent()
        ? pinned(pin.get(), signature)
        : registered(from, key, signature, registry);
  }

  /** Whose keys {@code from} may use: clients sign with that of their project or their user. */
  private static Stream<ProjectId> owners(ProjectId from) {
    if (!from.isTransient()) {
      return Stream.of(from);
    }
    Optional<ProjectId> project = from.project();
    return Stream.concat(project.stream(), Stream.of(ProjectId.OPERATOR));
  }

  private Finding pinned(Pin pin, Seal.Signature signature) {
    boolean over = pin.until().filter(end -> end.isBefore(clock.instant())).isPresent();
    if (over || pin.standing() == Standing.REVOKED) {
      return new Finding.Wrong(
          "key %s was %s".formatted(pin.key().id(), over ? "replaced" : "revoked"));
    }
    return check(pin.key(), signature);
  }

  private static Finding check(PublicKey key, Seal.Signature signature) {
    return key.verifies(signature.over(), signature.value())
        ? new Finding.Verified()
        : new Finding.Wrong("the signature is not that of key %s over this".formatted(key.id()));
  }

  /** What a key is worth that this host has not pinned. */
  private Finding registered(
      ProjectId from, KeyId key, Seal.Signature signature, Registry registry) {
    Optional<PublishedKey> published = published(from, key, registry);
    if (!from.isTransient() && !from.equals(ProjectId.OPERATOR)) {
      published.ifPresent(each -> follow(from, each));
      Optional<Pin> followed = pins.of(from).find(key);
      if (followed.isPresent()) {
        return pinned(followed.get(), signature);
      }
      if (!pins.of(from).isNone()) {
        return new Finding.Wrong("key %s is not the one that is pinned".formatted(key));
      }
    }
    Optional<PublicKey> open =
        published.flatMap(each -> PublicKey.parse(each.text())).filter(k -> k.id().equals(key));
    if (open.isEmpty()) {
      return strange(from, key, published, registry);
    }
    Finding finding = check(open.get(), signature);
    if (finding instanceof Finding.Verified && !from.isTransient()) {
      meet(from, open.get());
    }
    return finding;
  }

  /** The key in the registry; it is asked when what is held of it is another. */
  private static Optional<PublishedKey> published(ProjectId from, KeyId key, Registry registry) {
    return registry
        .held(from)
        .filter(held -> PublicKey.parse(held.text()).filter(k -> k.id().equals(key)).isPresent())
        .or(() -> registry.now(from));
  }

  /** A key that is not the sender's: wrong where the sender has another, or another has it. */
  private static Finding strange(
      ProjectId from, KeyId key, Optional<PublishedKey> published, Registry registry) {
    if (from.isTransient()) {
      return new Finding.UnknownKey();
    }
    if (published.isPresent()) {
      return new Finding.Wrong("key %s is not the one that is registered".formatted(key));
    }
    return registry
        .holder(key)
        .<Finding>map(holder -> new Finding.Wrong("key %s is that of %s".formatted(key, holder)))
        .orElseGet(Finding.UnknownKey::new);
  }

  /** Pins the key of somebody who was not known. */
  private void meet(ProjectId id, PublicKey key) {
    Pin pin = Pin.of(key, Standing.FIRST_SIGHT, clock.instant());
    var _ = pins.change(id, known -> known.isNone() ? known.with(pin) : known);
    LOG.atInfo().addKeyValue("body", id).addKeyValue("kid", key.id()).log("key pinned");
  }

  /** Takes over the key that the pinned one has appointed, if it has. */
  private void follow(ProjectId id, PublishedKey published) {
    Acquaintance known = pins.of(id);
    if (published.line().isEmpty() || known.succeeded(published, clock.instant()).isEmpty()) {
      return;
    }
    var _ = pins.change(id, now -> now.succeeded(published, clock.instant()).orElse(now));
    LOG.atInfo().addKeyValue("body", id).log("its key was replaced by one that it has signed");
  }
}
