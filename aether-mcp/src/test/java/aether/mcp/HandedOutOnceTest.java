package aether.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import aether.message.Content;
import aether.message.ConversationId;
import aether.message.Decoded;
import aether.message.Envelope;
import aether.message.EnvelopeCodec;
import aether.message.Intent;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Whoever is killed meanwhile: an answer is handed out, and not twice without a word. */
class HandedOutOnceTest extends OnARedisOfItsOwn {
  /** S: the server, C: its client (its input ends), R: Redis. */
  @ParameterizedTest
  @ValueSource(strings = {"SCR", "SRC", "CSR", "CRS", "RSC", "RCS"})
  void whatever_is_killed_first_no_answer_is_lost_and_none_handed_out_twice(String order) {
    Envelope question;
    try (ServerProcess server = start(SHORT)) {
      var _ = server.join();
      question = ask(server);
      answer(question, "It is order_id.");
      int poll = server.send("tools/call", poll(question));
      for (char victim : order.toCharArray()) {
        switch (victim) {
          case 'S' -> server.signal("KILL");
          case 'C' -> endQuietly(server);
          default -> redis.kill9();
        }
      }
      boolean handedOut =
          server.rest().stream()
              .anyMatch(line ->
                  line.path("id").intValue(-1) == poll
                      && !line.path("result")
                          .path("structuredContent")
                          .path("new_replies")
                          .isEmpty());
      redis.restart();
      try (ServerProcess next = start(SHORT)) {
        var _ = next.join();
        JsonNode replies = next.tool("aether_poll", arguments(question)).path("new_replies");
        if (handedOut) {
          assertThat(
                  replies.valueStream().filter(r -> !r.path("perhaps_repeated").asBoolean(false)))
              .as("none handed out twice without a word")
              .isEmpty();
        } else {
          assertThat(replies).as("none lost").hasSize(1);
        }
        assertThat(next.tool("aether_poll", arguments(question)).path("new_replies")).isEmpty();
      }
    }
  }

  @Test
  void an_answer_that_was_polled_is_not_handed_out_by_the_next_server() {
    Envelope question;
    try (ServerProcess server = start(SHORT)) {
      var _ = server.join();
      question = ask(server);
      answer(question, "It is order_id.");
      assertThat(server.tool("aether_poll", arguments(question)).path("new_replies")).hasSize(1);
      assertThat(server.tool("aether_poll", arguments(question)).path("new_replies")).isEmpty();
      int _ = server.signal("KILL");
    }
    try (ServerProcess next = start(SHORT)) {
      var _ = next.join();
      assertThat(next.tool("aether_poll", arguments(question)).path("new_replies")).isEmpty();
    }
  }

  private Envelope ask(ServerProcess server) {
    String thread =
        server
            .tool("aether_ask", "{\"to\": \"backend\", \"question\": \"which id?\"}")
            .path("thread")
            .stringValue();
    List<?> entries =
        (List<?>) Objects.requireNonNull(redis.call("XRANGE", "aether:inbox:backend", "-", "+"));
    List<?> fields = (List<?>) ((List<?>) entries.getLast()).get(1);
    Decoded decoded = EnvelopeCodec.decode(String.valueOf(fields.get(1)));
    Envelope question = ((Decoded.Valid) decoded).envelope();
    assertThat(question.conversation()).isEqualTo(new ConversationId(thread));
    return question;
  }

  private void answer(Envelope question, String text) {
    with(bus -> {
      bus.outbox()
          .send(
              question.reply(
                  BACKEND, question.from(), new Content(Intent.RESULT, text), Instant.EPOCH),
              List.of());
      return text;
    });
  }

  private static String arguments(Envelope question) {
    return "{\"thread\": \"" + question.conversation() + "\"}";
  }

  private static String poll(Envelope question) {
    return "{\"name\": \"aether_poll\", \"arguments\": " + arguments(question) + "}";
  }

  private static void endQuietly(ServerProcess server) {
    try {
      int _ = server.endInput();
    } catch (UncheckedIOException e) {
      // It was killed before.
    }
  }
}
