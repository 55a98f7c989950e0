package aether.event;

import aether.message.Envelope;
import java.util.Optional;

/**
 * Where a message came from and how far it had travelled, as far as a record says. Ids are
 * unchecked text.
 *
 * @param hop {@code hop_count}, when it is an integer
 */
public record Route(
    Optional<String> from, Optional<String> to, Optional<Integer> hop, Optional<String> messageId) {
  /** The route of a record that is about no message. */
  public static final Route NONE =
      new Route(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** The route of {@code envelope}. */
  public static Route of(Envelope envelope) {
    return new Route(
        Optional.of(envelope.from().value()),
        Optional.of(envelope.to().address()),
        Optional.of(envelope.hops().count()),
        Optional.of(envelope.id().value()));
  }

  /** This route, but to {@code recipient}. */
  public Route withTo(String recipient) {
    return new Route(from, Optional.of(recipient), hop, messageId);
  }
}
