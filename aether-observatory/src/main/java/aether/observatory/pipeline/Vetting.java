package aether.observatory.pipeline;

import aether.event.Extinction.Cause;
import aether.identity.Finding;
import aether.identity.Identity;
import aether.message.Envelope;

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
    Identity.Admitted admitted = identity.admit(envelope, roster.registry());
    return admitted
        .envelope()
        .<Vetted>map(Vetted.Fit::new)
        .orElseGet(() -> new Vetted.Refused(dead(admitted.refusal().orElseThrow())));
  }

  private static Outcome dead(Finding finding) {
    return switch (finding) {
      case Finding.Verified _, Finding.Unsigned _ ->
          new Outcome.Dead(Cause.UNSIGNED, "it is not signed" + REQUIRED, 0);
      case Finding.UnknownKey _ ->
          new Outcome.Dead(
              Cause.UNKNOWN_KEY, "nobody here knows the key of its sender" + REQUIRED, 0);
      case Finding.Wrong(String why) -> new Outcome.Dead(Cause.BAD_SIGNATURE, why, 0);
    };
  }
}
