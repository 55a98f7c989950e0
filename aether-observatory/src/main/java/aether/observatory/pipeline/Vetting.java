package aether.observatory.pipeline;

import aether.config.Signatures;
import aether.event.Extinction.Cause;
import aether.identity.Finding;
import aether.identity.Identity;
import aether.message.Envelope;
import aether.message.Seal.Verdict;

/** Looks at who a message is from, before anything is done about it (ADR 10). */
record Vetting(Identity identity, Roster roster) {
  private static final String REQUIRED = ", and this Body requires that (--signatures require)";

  /** What came of it. */
  sealed interface Vetted {
    /** It may be looked at further; the envelope says what is known of its sender. */
    record Fit(Envelope envelope) implements Vetted {}

    /** It becomes a dead letter. */
    record Refused(Outcome outcome) implements Vetted {}
  }

  Vetted look(Envelope envelope) {
    if (identity.signatures() == Signatures.OFF) {
      return new Vetted.Fit(envelope);
    }
    return switch (identity.judge().judge(envelope, roster.registry())) {
      case Finding.Verified _ -> fit(envelope, Verdict.VERIFIED);
      case Finding.Unsigned _ ->
          lacking(envelope, Cause.UNSIGNED, "it is not signed" + REQUIRED);
      case Finding.UnknownKey _ ->
          lacking(envelope, Cause.UNKNOWN_KEY, "nobody here knows the key of its sender" + REQUIRED);
      case Finding.Wrong(String why) -> refused(Cause.BAD_SIGNATURE, why);
    };
  }

  private Vetted lacking(Envelope envelope, Cause cause, String why) {
    return identity.signatures() == Signatures.REQUIRE
        ? refused(cause, why)
        : fit(envelope, Verdict.UNVERIFIED);
  }

  private static Vetted fit(Envelope envelope, Verdict verdict) {
    return new Vetted.Fit(envelope.with(envelope.seal().with(verdict)));
  }

  private static Vetted refused(Cause cause, String why) {
    return new Vetted.Refused(new Outcome.Dead(cause, why, 0));
  }
}
