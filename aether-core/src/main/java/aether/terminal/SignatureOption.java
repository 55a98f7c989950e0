package aether.terminal;

import aether.config.Signatures;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a command makes of signatures (ADR 10). */
public final class SignatureOption {
  private static final String VARIABLE = "AETHER_SIGNATURES";

  @Option(
      names = "--signatures",
      paramLabel = "off|prefer|require",
      description =
          "Signed messages: ignored; verified where they are signed; or nothing else accepted."
              + " Default: $$AETHER_SIGNATURES, the constellation's, prefer.")
  private @Nullable Signatures chosen;

  /** What holds: the flag, the variable, {@code charted}, or {@link Signatures#PREFER}. */
  public Signatures in(Surroundings around, Optional<Signatures> charted) {
    return Optional.ofNullable(chosen)
        .or(() -> variable(around))
        .or(() -> charted)
        .orElse(Signatures.PREFER);
  }

  private static Optional<Signatures> variable(Surroundings around) {
    return Optional.ofNullable(around.env().get(VARIABLE))
        .filter(word -> !word.isBlank())
        .map(word ->
            Signatures.parse(word)
                .orElseThrow(() ->
                    Refusal.usage(
                        "%s is '%s'; set it to %s"
                            .formatted(VARIABLE, word, String.join(", ", Signatures.WORDS)))));
  }
}
