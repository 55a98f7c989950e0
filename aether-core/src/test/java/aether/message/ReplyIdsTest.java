package aether.message;

import static org.assertj.core.api.Assertions.assertThat;

import aether.Vectors;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class ReplyIdsTest {
  private static final ProjectId BETA = new ProjectId("beta");
  private static final ProjectId GAMMA = new ProjectId("gamma");

  static Stream<JsonNode> vectors() {
    return Vectors.load("reply_ids").path("vectors").valueStream();
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void a_reply_to_a_comet_has_the_id_a_python_peer_derives(JsonNode row) {
    Envelope parent = message(row.path("inbound").stringValue(), new Recipient.Project(BETA));

    assertThat(ReplyIds.replyTo(parent, BETA).value()).isEqualTo(row.path("reply").stringValue());
  }

  @Test
  void each_reply_of_a_chain_has_the_id_a_python_peer_derives() {
    List<String> chain =
        Vectors.load("reply_ids").path("chain").valueStream().map(JsonNode::stringValue).toList();

    Envelope message = message(chain.getFirst(), new Recipient.Project(BETA));
    for (String expected : chain.subList(1, chain.size())) {
      message = message.reply(BETA, BETA, new Content(Intent.RESULT, "ok"), Instant.EPOCH);
      assertThat(message.id().value()).isEqualTo(expected);
    }
  }

  @Test
  @DisplayName("D35: replies to one wave have ids of their own")
  void d35_replies_to_one_wave_have_ids_of_their_own() {
    Envelope wave = message("w-1", new Recipient.Everyone(true));

    assertThat(ReplyIds.replyTo(wave, BETA))
        .isEqualTo(ReplyIds.replyTo(wave, BETA))
        .isNotEqualTo(ReplyIds.replyTo(wave, GAMMA));
  }

  private static Envelope message(String id, Recipient to) {
    return new Envelope(
        new MessageId(id),
        new ConversationId("c"),
        new ProjectId("alpha"),
        to,
        Optional.empty(),
        Hops.origin(8),
        "2026-06-01T12:34:56+00:00",
        new Content(Intent.ASK, "hi"));
  }
}
