package aether.identity;

import aether.bus.PublishedKey;
import aether.config.AetherHome;
import aether.config.Signatures;
import aether.identity.Pin.Standing;
import aether.message.KeyId;
import aether.message.ProjectId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The keys of one user of this host, and what the host knows of those of others. */
public final class KeyRing {
  private final KeyFiles files;
  private final PinFiles pins;
  private final InstantSource clock;

  public KeyRing(AetherHome home, InstantSource clock) {
    this.files = new KeyFiles(home);
    this.pins = new PinFiles(home);
    this.clock = clock;
  }

  /** The key of {@code id}, made now if there is none; from now on this host knows it. */
  public OwnKey own(ProjectId id) {
    OwnKey own = files.get(id);
    Pin pin = Pin.of(own.key().publicKey(), Standing.TRUSTED, clock.instant());
    if (pins.of(id).find(pin.key().id()).isEmpty()) {
      var _ = pins.change(id, peer -> peer.with(pin));
    }
    return own;
  }

  /** The key of {@code id}, if this host has one. */
  public Optional<OwnKey> find(ProjectId id) {
    return files.find(id);
  }

  /** What the Body {@code id} makes of signatures. */
  public Identity of(ProjectId id, Signatures signatures) {
    return signatures == Signatures.OFF
        ? Identity.NONE
        : new Identity(signatures, own(id).key(), verifier()::judge);
  }

  /**
   * What a client of this user makes of signatures: a session of a project signs with the project's
   * key where this host has it, other clients and the operator with the user's own, and who sends
   * in the name of a Body with that Body's, or not at all.
   */
  public Identity ofClient(ProjectId sender, Signatures signatures) {
    return signatures == Signatures.OFF
        ? Identity.NONE
        : new Identity(
            signatures,
            keyOfClient(sender).<Signer>map(OwnKey::key).orElse(Signer.NONE),
            verifier()::judge);
  }

  /** The key with which a client of this user signs as {@code sender}, if it can. */
  public Optional<OwnKey> keyOfClient(ProjectId sender) {
    if (!sender.isSafe()) {
      return Optional.empty();
    }
    if (!sender.isTransient() && !sender.equals(ProjectId.OPERATOR)) {
      return files.find(sender).map(_ -> own(sender));
    }
    ProjectId owner =
        sender.project().filter(id -> files.find(id).isPresent()).orElse(ProjectId.OPERATOR);
    return Optional.of(own(owner));
  }

  /**
   * Gives {@code id}, whose key this host has, a new one that the old one has signed over to.
   *
   * @param revoke whether what the old one signed counts no more, rather than for a while
   * @return the new key; empty when this host has no key of it
   */
  public Optional<OwnKey> rotate(ProjectId id, boolean revoke) {
    return files
        .rotate(id, revoke)
        .map(next -> {
          PublicKey old = new PublicKey(next.line().getFirst().text());
          Instant now = clock.instant();
          Standing standing = revoke ? Standing.REVOKED : Standing.FORMER;
          var _ =
              pins.change(
                  id,
                  peer ->
                      peer.with(Pin.of(old, standing, now))
                          .with(Pin.of(next.key().publicKey(), Standing.TRUSTED, now)));
          return next;
        });
  }

  /**
   * Takes {@code key} as one of {@code id}. What was pinned of a Body counts for a while longer;
   * people may have several.
   */
  public Acquaintance trust(ProjectId id, PublicKey key) {
    Instant now = clock.instant();
    return pins.change(
        id,
        peer -> {
          Acquaintance next = peer;
          for (Pin pin : peer.pins()) {
            boolean replaced = pin.standing().isCurrent() && !id.equals(ProjectId.OPERATOR);
            next = replaced ? next.with(Pin.of(pin.key(), Standing.FORMER, now)) : next;
          }
          return next.with(Pin.of(key, Standing.TRUSTED, now));
        });
  }

  /**
   * Refuses what is signed with a key of {@code id} from now on.
   *
   * @param key which; the current one when empty
   * @return it; empty when there is none
   */
  public Optional<KeyId> revoke(ProjectId id, Optional<KeyId> key) {
    Acquaintance known = pins.of(id);
    Optional<Pin> pin = key.isPresent() ? known.find(key.get()) : known.current();
    pin.ifPresent(each -> {
      var _ =
          pins.change(id, peer -> peer.with(Pin.of(each.key(), Standing.REVOKED, clock.instant())));
    });
    return pin.map(each -> each.key().id());
  }

  /** Whether {@code key} of {@code id} is one that this host refuses. */
  public boolean isRevoked(ProjectId id, PublicKey key) {
    return pins.of(id).find(key.id()).filter(pin -> pin.standing() == Standing.REVOKED).isPresent();
  }

  /**
   * Whether {@code published} is another key of {@code id} than the one this host has pinned, and
   * that one has not signed it over.
   */
  public boolean isForeign(ProjectId id, PublishedKey published) {
    Acquaintance peer = pins.of(id);
    return peer.current().filter(pin -> !pin.key().text().equals(published.text())).isPresent()
        && peer.succeeded(published, clock.instant()).isEmpty();
  }

  /** All of whose keys this host knows something, in order of ids. */
  public List<Acquaintance> known() {
    return pins.all();
  }

  public Verifier verifier() {
    return new Verifier(pins, clock);
  }
}
