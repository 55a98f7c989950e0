package aether.view;

import aether.event.Event;
import aether.message.ConversationId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * A conversation in a few words, for a list of them.
 *
 * @param opening the beginning of the first message, on one line; empty text when there is none
 * @param bodies who wrote, was written to or worked on it; unchecked text
 * @param cost US dollars of all its turns
 * @param first when it began, and {@code last} when something last happened
 */
public record Synopsis(
    ConversationId conversation,
    String opening,
    SortedSet<String> bodies,
    Size size,
    BigDecimal cost,
    Instant first,
    Instant last,
    Standing standing) {

  /**
   * How much of it there is.
   *
   * @param messages the number of its hops
   * @param hop the highest hop
   * @param limit the ceiling of that message; 0 when unknown
   */
  public record Size(int messages, int turns, int hop, int limit) {}

  /** Where a conversation stands. */
  public enum State {
    /** A Body works on it. */
    THINKING,
    /** The last message is not done. */
    OPEN,
    /** Everything is done and nothing was stopped. */
    AT_REST,
    /** A message waits, for a peer that is offline or for money. */
    WAITING,
    PAUSED,
    /** A message was stopped, and nothing came after it. */
    ENDED
  }

  /**
   * Where it stands and why.
   *
   * @param reason the canonical reason of the extinction it stands at; empty for none
   * @param words what was measured and the limit; empty text when unknown
   * @param reasons of all extinctions in it
   */
  public record Standing(
      State state, Optional<String> reason, String words, SortedSet<String> reasons) {}

  /** The synopsis of one conversation, whatever else is among {@code events}. */
  public static Synopsis of(ConversationId conversation, List<Event> events) {
    SynopsisFold fold = new SynopsisFold(conversation);
    events.stream()
        .filter(event -> event.conversation().equals(Optional.of(conversation)))
        .forEach(fold::add);
    return fold.synopsis();
  }
}
