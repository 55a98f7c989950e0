package aether.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import aether.event.Action;
import aether.event.Event;
import aether.message.Content;
import aether.message.Context;
import aether.message.Envelope;
import aether.message.Intent;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@code Outbox} and {@code Journal} promise. */
public abstract class OutboxContract extends BusContract {
  @Test
  void d12_there_is_exactly_one_message_event_per_send_in_the_same_order() {
    List<Envelope> sent =
        IntStream.range(0, 20)
            .mapToObj(i -> messages.comet("frontend", "backend", "q" + i))
            .toList();
    sent.forEach(envelope -> bus.outbox().send(envelope, List.of()));

    assertThat(announced()).isEqualTo(sent);
    assertThat(envelopes(opened(BACKEND).next(100, PATIENCE))).isEqualTo(sent);
  }

  @Test
  void what_is_told_alongside_follows_the_message_event() {
    Envelope envelope = messages.comet("operator", "backend", "stop that");
    Event audit =
        new Event.Operated(
            "operator",
            new Action.Inject(envelope.conversation(), envelope.to(), envelope.id()),
            bus.clock().instant());
    bus.outbox().send(envelope, List.of(audit));

    assertThat(events()).hasSize(2);
    assertThat(events().getFirst()).isInstanceOf(Event.MessageSent.class);
    assertThat(events().getLast()).isInstanceOf(Event.Operated.class);
  }

  @Test
  void a_comet_lands_in_the_inbox_of_its_recipient_and_nowhere_else() {
    bus.outbox().send(messages.comet("frontend", "backend", "hello?"), List.of());

    assertThat(bus.liveness().queued(BACKEND)).isEqualTo(1);
    assertThat(bus.liveness().queued(FRONTEND)).isZero();
    assertThat(bus.inbox(FRONTEND).nextWaves("0-0", 10, NO_PATIENCE)).isEmpty();
  }

  @Test
  void a_wave_goes_to_the_broadcast_and_to_no_inbox() {
    Envelope wave = messages.wave("frontend", true, "who knows?");
    bus.outbox().send(wave, List.of());

    assertThat(envelopes(bus.inbox(BACKEND).nextWaves("0-0", 10, PATIENCE))).containsExactly(wave);
    assertThat(bus.liveness().queued(BACKEND)).isZero();
    assertThat(announced()).containsExactly(wave);
  }

  @Test
  void every_character_arrives_as_it_was_sent() {
    Envelope plain = messages.comet("frontend", "backend", "x");
    Content content =
        new Content(
            Intent.TASK,
            "\u8a02\u55ae \ud83c\udf0c \"quoted\" back\\slash\nline\t\u0001 {\"a\": [1]}",
            new Context("{\"k\": \"v\", \"n\": 1.50}"));
    Envelope envelope =
        new Envelope(
            plain.id(),
            plain.conversation(),
            plain.from(),
            plain.to(),
            plain.replyTo(),
            plain.hops(),
            plain.createdAt(),
            content);

    assertThat(envelope(delivered(envelope)).content().text()).isEqualTo(content.text());
    assertThat(announced()).hasSize(1);
    assertThat(announced().getFirst().content().text()).isEqualTo(content.text());
  }

  @Test
  void the_journal_keeps_the_order_it_is_given() {
    List<Event> told =
        IntStream.range(0, 5)
            .<Event>mapToObj(i ->
                new Event.Operated(
                    "actor-" + i, new Action.KillProject(BACKEND), bus.clock().instant()))
            .toList();
    bus.journal().append(told);

    assertThat(events())
        .map(e -> ((Event.Operated) e).actor())
        .containsExactly("actor-0", "actor-1", "actor-2", "actor-3", "actor-4");
  }

  @Test
  void nothing_to_tell_is_nothing_written() {
    bus.journal().append(List.of());
    assertThat(events()).isEmpty();
  }
}
