package aether.observatory.pipeline;

import aether.message.Envelope;
import aether.message.Iso8601;
import aether.observatory.prompt.WaveNote;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The announcements a Body has heard lately, for its next prompts: the last five of a day (DEFECTS
 * D49). Safe for several threads.
 */
final class WaveNotes {
  private static final int KEPT = 5;
  private static final Duration FRESH = Duration.ofHours(24);

  private final Deque<WaveNote> notes = new ArrayDeque<>();
  private final InstantSource clock;

  WaveNotes(InstantSource clock) {
    this.clock = clock;
  }

  synchronized void hear(Envelope wave) {
    Instant at = Iso8601.parse(wave.createdAt()).orElseGet(clock::instant);
    notes.addLast(new WaveNote(wave.from(), wave.content().text(), at));
    if (notes.size() > KEPT) {
      notes.removeFirst();
    }
  }

  /** Oldest first. */
  synchronized List<WaveNote> recent() {
    Instant oldest = clock.instant().minus(FRESH);
    notes.removeIf(note -> note.at().isBefore(oldest));
    return List.copyOf(notes);
  }
}
