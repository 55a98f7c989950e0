package aether.message;

import aether.wire.Json;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Arbitrary messages, for property tests. */
public final class Messages {
  private Messages() {}

  /** Any text at all: control characters, lone surrogates, bidi marks, JSON. */
  public static Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().all().ofMaxLength(40),
        Arbitraries.strings().withChars('\uD83D', '\uDE00', '\u0000', '\u001B', 'x').ofMaxLength(8),
        Arbitraries.of("{\"a\": 1}", "\"", "\\", "\u202Egnp", "中文", "</script>", "\r\n"));
  }

  /** Ids as peers may choose them: non-blank, at most 255 characters. */
  public static Arbitrary<String> ids() {
    return Arbitraries.oneOf(
        Arbitraries.strings().withCharRange('a', 'z').numeric().ofMinLength(1).ofMaxLength(20),
        Arbitraries.of("專案甲", "id with spaces", "a\"b", "x\n", "a".repeat(255)));
  }

  public static Arbitrary<ConversationId> conversations() {
    return ids().map(ConversationId::new);
  }

  public static Arbitrary<ProjectId> projects() {
    return ids().map(ProjectId::new);
  }

  public static Arbitrary<MessageId> messageIds() {
    return ids().map(MessageId::new);
  }

  public static Arbitrary<Recipient> recipients() {
    return Arbitraries.oneOf(
        projects().map(Recipient.Project::new),
        Arbitraries.of(true, false).map(Recipient.Everyone::new));
  }

  public static Arbitrary<Content> contents() {
    return Combinators.combine(
            Arbitraries.of(Intent.values()), texts().map(text -> text + "."), contexts())
        .as(Content::new);
  }

  public static Arbitrary<Context> contexts() {
    return nodes(3)
        .map(node -> {
          ObjectNode object = Json.object();
          object.set("k\u0001", node);
          return new Context(Json.write(object));
        });
  }

  public static Arbitrary<Envelope> envelopes() {
    Arbitrary<Hops> hops =
        Combinators.combine(
                Arbitraries.integers().greaterOrEqual(0), Arbitraries.integers().greaterOrEqual(1))
            .as(Hops::new);
    return Combinators.combine(
            messageIds(),
            conversations(),
            projects(),
            recipients(),
            maybe(messageIds()),
            hops,
            texts(),
            contents())
        .as(Envelope::new);
  }

  /** Trees that are no deeper. */
  public static Arbitrary<JsonNode> nodes(int depth) {
    Arbitrary<JsonNode> leaves =
        Arbitraries.oneOf(
            texts().map(text -> Json.object().put("v", text).get("v")),
            Arbitraries.longs().map(number -> Json.object().put("v", number).get("v")),
            Arbitraries.bigDecimals().map(number -> Json.object().put("v", number).get("v")),
            Arbitraries.of(true, false).map(flag -> Json.object().put("v", flag).get("v")),
            Arbitraries.just(Json.object().putNull("v").get("v")));
    if (depth == 0) {
      return leaves;
    }
    return Arbitraries.oneOf(
        leaves,
        nodes(depth - 1)
            .list()
            .ofMaxSize(3)
            .map(items -> Json.mapper().createArrayNode().addAll(items)),
        Combinators.combine(texts(), nodes(depth - 1))
            .as((name, value) -> {
              ObjectNode object = Json.object();
              object.set(name, value);
              return object;
            }));
  }

  /** A value that is there or not. */
  public static <T> Arbitrary<Optional<T>> maybe(Arbitrary<T> values) {
    return values.map(Optional::of).injectNull(0.3).map(v -> v == null ? Optional.empty() : v);
  }
}
