package aether.stargazer;

import aether.view.Synopsis;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * Which conversations are listed.
 *
 * @param body one that takes part in it
 * @param reason of one of its extinctions
 * @param text a part of what was said in it, or of its id
 * @param from it was still going on then
 * @param until it had begun by then, and is judged by how it stood
 */
record ConversationFilter(
    Optional<String> body,
    Optional<String> reason,
    Optional<Synopsis.State> state,
    Optional<String> text,
    Optional<Instant> from,
    Optional<Instant> until,
    int offset,
    int limit) {

  boolean admits(Synopsis synopsis) {
    return body.filter(id -> !synopsis.bodies().contains(id)).isEmpty()
        && reason.filter(why -> !synopsis.standing().reasons().contains(why)).isEmpty()
        && state.filter(s -> s != synopsis.standing().state()).isEmpty()
        && from.filter(time -> synopsis.last().isBefore(time)).isEmpty()
        && until.filter(time -> synopsis.first().isAfter(time)).isEmpty();
  }

  /** As {@link #admits}, of what was said. */
  boolean admitsText(Synopsis synopsis, Archive archive) {
    return text.map(words -> words.toLowerCase(Locale.ROOT))
        .map(words -> archive.of(synopsis.conversation()).stream().anyMatch(e -> e.says(words)))
        .orElse(true);
  }
}
