package aether.identity;

import aether.config.AetherHome;
import aether.config.Signatures;
import aether.identity.Pin.Standing;
import aether.message.ProjectId;
import java.time.InstantSource;
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

  public Verifier verifier() {
    return new Verifier(pins, clock);
  }
}
