package aether.bench;

import aether.message.Content;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.EnvelopeCodec;
import aether.message.Hops;
import aether.message.Intent;
import aether.message.MessageId;
import aether.message.Recipient;
import aether.redis.Keys;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisFuture;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Messages from the asker, each the first of a conversation of its own. */
final class Questions {
  private static final String TEXT =
      "What type has orders.id, and which migration made it so? We join it in billing_lines.";

  private Questions() {}

  static Envelope next() {
    return Envelope.origin(
        MessageId.of(UUID.randomUUID()),
        ConversationId.of(UUID.randomUUID()),
        Body.ASKER,
        new Recipient.Project(Body.ID),
        Hops.DEFAULT_MAX,
        Instant.now(),
        new Content(Intent.ASK, TEXT));
  }

  /** A question, and its entry in the inbox. */
  record Sent(Envelope question, String entry) {}

  /** Puts {@code count} questions into the inbox. */
  static List<Sent> preload(Server server, int count) {
    List<Envelope> questions = Stream.generate(Questions::next).limit(count).toList();
    List<RedisFuture<String>> entries =
        questions.stream()
            .map(question -> server.async().xadd(Keys.inbox(Body.ID), data(question)))
            .toList();
    if (!LettuceFutures.awaitAll(Duration.ofMinutes(1), entries.toArray(RedisFuture[]::new))) {
      throw new IllegalStateException("Redis took no " + count + " messages within a minute");
    }
    return IntStream.range(0, count)
        .mapToObj(i -> new Sent(questions.get(i), entries.get(i).toCompletableFuture().resultNow()))
        .toList();
  }

  static Map<String, String> data(Envelope envelope) {
    return Map.of(Keys.DATA, EnvelopeCodec.encode(envelope));
  }
}
