package aether.observatory.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import aether.message.Content;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.Intent;
import aether.message.MessageId;
import aether.message.ProjectId;
import aether.message.Recipient;
import aether.observatory.prompt.WaveNote;
import aether.testkit.HandClock;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class WaveNotesTest {
  private final HandClock clock = new HandClock();
  private final WaveNotes notes = new WaveNotes(clock);

  @Test
  void d49_of_many_announcements_the_last_five_are_remembered() {
    for (int i = 1; i <= 7; i++) {
      hear("news " + i);
    }

    assertThat(notes.recent())
        .extracting(WaveNote::text)
        .containsExactly("news 3", "news 4", "news 5", "news 6", "news 7");
  }

  @Test
  void d49_an_announcement_is_forgotten_after_a_day() {
    hear("yesterday's");
    clock.advance(Duration.ofHours(23));
    hear("today's");

    clock.advance(Duration.ofHours(1));
    assertThat(notes.recent()).extracting(WaveNote::text).containsExactly("yesterday's", "today's");
    clock.advance(Duration.ofMillis(1));
    assertThat(notes.recent()).extracting(WaveNote::text).containsExactly("today's");
  }

  private void hear(String text) {
    notes.hear(
        Envelope.origin(
            MessageId.of(UUID.randomUUID()),
            ConversationId.of(UUID.randomUUID()),
            new ProjectId("frontend"),
            new Recipient.Everyone(false),
            8,
            clock.instant(),
            new Content(Intent.INFORM, text)));
  }
}
