package aether.cli.talk;

import aether.identity.Finding;
import aether.identity.Identity;
import aether.identity.Registry;
import aether.message.Envelope;
import aether.terminal.Surroundings;
import aether.view.TerminalText;
import java.util.Optional;
import java.util.function.Function;

/** Lets through only answers that may be from who they say (ADR 10), and tells of the others. */
record Vouching(Identity identity, Registry registry, Surroundings around)
    implements Function<Envelope, Optional<Envelope>> {
  /** {@code reply} with what is known of its sender; empty when it counts as none. */
  @Override
  public Optional<Envelope> apply(Envelope reply) {
    Identity.Admitted admitted = identity.admit(reply, registry);
    admitted.refusal().ifPresent(finding -> tell(reply, finding));
    return admitted.envelope();
  }

  private void tell(Envelope reply, Finding finding) {
    String why =
        switch (finding) {
          case Finding.Verified _, Finding.Unsigned _ -> "it is not signed";
          case Finding.UnknownKey _ -> "nobody here knows the key it is signed with";
          case Finding.Wrong(String wrong) -> wrong;
        };
    around
        .streams()
        .err()
        .println(
            "aether: an answer in the name of '%s' was not believed: %s"
                .formatted(TerminalText.line(reply.from().value()), why));
  }
}
