package aether.terminal;

import aether.bus.PublishedKey;
import aether.config.ConfigException;
import aether.config.Signatures;
import aether.identity.Identity;
import aether.identity.KeyRing;
import aether.identity.OwnKey;
import aether.identity.Signer;
import aether.identity.Wallet;
import aether.message.Envelope;
import aether.message.ProjectId;
import java.util.Optional;

/**
 * With what the clients of this user sign, and what they make of signatures (ADR 10).
 *
 * @param signatures what a command makes of them
 */
public record Credentials(Surroundings around, Signatures signatures) implements Signer, Wallet {
  /** Those of a command without a flag of its own. */
  public static Credentials of(Surroundings around) {
    return new Credentials(around, new SignatureOption().in(around, Optional.empty()));
  }

  @Override
  public Identity of(ProjectId sender) {
    return signatures == Signatures.OFF
        ? Identity.NONE
        : new Identity(
            signatures,
            key(sender).<Signer>map(OwnKey::key).orElse(Signer.NONE),
            ring().verifier()::judge);
  }

  /** {@code envelope} with the signature of its sender, where this user has its key. */
  @Override
  public Envelope sign(Envelope envelope) {
    return key(envelope.from()).map(key -> key.key().sign(envelope)).orElse(envelope);
  }

  @Override
  public Optional<PublishedKey> published(ProjectId sender) {
    return key(sender).map(OwnKey::published);
  }

  /** A key that cannot be had is one that is not there, unless signatures are required. */
  private Optional<OwnKey> key(ProjectId sender) {
    if (signatures == Signatures.OFF) {
      return Optional.empty();
    }
    try {
      return ring().keyOfClient(sender);
    } catch (ConfigException e) {
      if (signatures == Signatures.REQUIRE) {
        throw e;
      }
      around
          .streams()
          .err()
          .println("aether: not signed: " + OneLine.of(String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }

  private KeyRing ring() {
    return new KeyRing(around.home(), around.clock());
  }
}
