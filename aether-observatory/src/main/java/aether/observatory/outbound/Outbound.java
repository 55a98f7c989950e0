package aether.observatory.outbound;

import aether.config.ConfigException;
import aether.message.Content;
import aether.message.Context;
import aether.message.Envelope;
import aether.observatory.turn.ControlBlock;
import aether.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * The last look at what an agent wants to send. Its verdict is final: what it finds is kept at home
 * and never sent. Safe for several threads.
 */
public final class Outbound {
  /** Of text, context, summary and recipient together, in UTF-8. */
  static final int MOST_BYTES = 32 << 10;

  private static final Logger LOG = LoggerFactory.getLogger(Outbound.class);

  private final Supplier<? extends Collection<String>> canaries;
  private final Safekeeping safekeeping;

  /**
   * @param canaries texts that never leave, asked for at each verdict
   */
  public Outbound(Supplier<? extends Collection<String>> canaries, Safekeeping safekeeping) {
    this.canaries = canaries;
    this.safekeeping = safekeeping;
  }

  /** One that knows no secret of its host and keeps nothing. */
  public static Outbound plain() {
    return new Outbound(List::of, (_, _, _) -> {});
  }

  /** What must not leave of {@code block}; when something must not, nothing of it does. */
  public Optional<Finding> judge(ControlBlock block) {
    String text = block.reply().map(Content::text).orElse("");
    Context context = block.reply().map(Content::context).orElse(Context.EMPTY);
    String to = block.to().orElse("");
    long bytes = bytes(text) + bytes(context.json()) + bytes(block.summary()) + bytes(to);
    if (bytes > MOST_BYTES) {
      return Optional.of(
          new Finding("%d bytes, more than %d".formatted(bytes, MOST_BYTES), "all", Finding.PLAIN));
    }
    return judge(
        List.of(
            new Part("text", text),
            new Part("context", flat(context)),
            new Part("summary", block.summary()),
            new Part("to", to)));
  }

  private record Part(String name, String text) {}

  /** What must not leave of one text of the agent, which is called {@code part}. */
  public Optional<Finding> judge(String part, String text) {
    return judge(List.of(new Part(part, text)));
  }

  /** All parts with what is known of this host now. */
  private Optional<Finding> judge(List<Part> parts) {
    List<Part> said = parts.stream().filter(part -> !part.text().isEmpty()).toList();
    if (said.isEmpty()) {
      return Optional.empty();
    }
    try {
      OutboundFilter filter = new OutboundFilter(canaries.get());
      return said.stream()
          .flatMap(part -> filter.judge(part.name(), part.text()).stream())
          .findFirst();
    } catch (ConfigException e) {
      LOG.warn("nothing is sent: {}", e.getMessage());
      String first = said.getFirst().name();
      return Optional.of(
          new Finding("perhaps a canary, their file cannot be read", first, Finding.PLAIN));
    }
  }

  /** {@code text} of the agent or its client, or what was found instead of it. */
  public String orFinding(String part, String text) {
    return judge(part, text).map(why -> "(withheld: " + why.words() + ")").orElse(text);
  }

  /** Keeps a blocked reply for the operator. */
  public void keep(Envelope parent, ControlBlock block, Finding why) {
    safekeeping.keep(parent, block, why);
  }

  /** The names and values of {@code context}, one pair a line, and its JSON. */
  private static String flat(Context context) {
    if (context.isEmpty()) {
      return "";
    }
    StringBuilder lines = new StringBuilder();
    Json.read(context.json()).ifPresent(tree -> flatten("", tree, lines));
    return lines.append(context.json()).toString();
  }

  private static void flatten(String name, JsonNode node, StringBuilder lines) {
    if (node.isObject()) {
      node.properties().forEach(field -> flatten(field.getKey(), field.getValue(), lines));
    } else if (node.isArray()) {
      node.forEach(item -> flatten(name, item, lines));
    } else {
      lines.append(name).append(": ").append(node.asString("")).append('\n');
    }
  }

  private static long bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
