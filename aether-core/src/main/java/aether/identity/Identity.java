package aether.identity;

import aether.config.Signatures;
import aether.message.Envelope;
import aether.message.Seal.Verdict;
import java.util.Optional;

/**
 * What somebody who reads and answers messages makes of signatures, with what it takes.
 *
 * @param signer signs what is sent
 * @param judge tells who has signed what comes in
 */
public record Identity(Signatures signatures, Signer signer, Judge judge) {
  /** Signs nothing and looks at nothing. */
  public static final Identity NONE =
      new Identity(Signatures.OFF, Signer.NONE, (_, _) -> new Finding.Unsigned());

  /**
   * What is believed of a message.
   *
   * @param envelope it, with what is known of its sender; empty when it counts as none
   * @param refusal why it counts as none
   */
  public record Admitted(Optional<Envelope> envelope, Optional<Finding> refusal) {}

  /** Looks at who has sent {@code envelope}, and decides whether to believe it. */
  public Admitted admit(Envelope envelope, Registry registry) {
    if (signatures == Signatures.OFF) {
      return new Admitted(Optional.of(envelope), Optional.empty());
    }
    Finding finding = judge.judge(envelope, registry);
    return switch (finding) {
      case Finding.Verified _ -> admitted(envelope, Verdict.VERIFIED);
      case Finding.Unsigned _, Finding.UnknownKey _ when signatures == Signatures.PREFER ->
          admitted(envelope, Verdict.UNVERIFIED);
      case Finding.Unsigned _, Finding.UnknownKey _, Finding.Wrong _ ->
          new Admitted(Optional.empty(), Optional.of(finding));
    };
  }

  private static Admitted admitted(Envelope envelope, Verdict verdict) {
    return new Admitted(
        Optional.of(envelope.with(envelope.seal().with(verdict))), Optional.empty());
  }

  /** Tells who has signed a message. */
  @FunctionalInterface
  public interface Judge {
    Finding judge(Envelope envelope, Registry registry);
  }
}
