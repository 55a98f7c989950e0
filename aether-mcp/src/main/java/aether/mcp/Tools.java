package aether.mcp;

import aether.bus.BusException;
import aether.message.ConversationId;
import aether.message.IdSource;
import aether.wire.Json;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Content;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tools (CONTRACT §11). One that cannot answer says why, as an error of the tool; the server
 * goes on.
 */
final class Tools {
  /** They write the audit, which a session may not where it has a user of its own. */
  private static final Set<String> OF_OPERATORS = Set.of("aether_discuss", "aether_control");

  private static final Logger LOG = LoggerFactory.getLogger(Tools.class);

  private final Supplier<Session> session;
  private final Calls calls;
  private final Map<String, BiFunction<Session, Call, ObjectNode>> byName;
  private final Poll poll;
  private final Look look = new Look();

  /**
   * @param session may throw {@link BusException}
   * @param operator whether any thread may be controlled
   */
  Tools(
      Supplier<Session> session, Calls calls, InstantSource clock, IdSource ids, boolean operator) {
    this.session = session;
    this.calls = calls;
    Strands strands = new Strands();
    this.poll = new Poll(strands, new Waiting(clock));
    this.byName =
        Map.of(
            "aether_list_bodies", (now, _) -> look.bodies(now),
            "aether_ask", new Ask(strands, poll, clock, ids)::answer,
            "aether_poll", poll::answer,
            "aether_discuss", new Discuss(strands, clock, ids)::answer,
            "aether_transcript",
                (now, call) -> look.transcript(now, new ConversationId(call.text("thread"))),
            "aether_control", new Steer(strands, operator)::answer);
  }

  /** Those of {@code catalogue}, with what they do. */
  List<SyncToolSpecification> of(Catalogue catalogue) {
    return catalogue.tools().stream().map(this::specification).toList();
  }

  Poll poll() {
    return poll;
  }

  Look look() {
    return look;
  }

  private SyncToolSpecification specification(Tool tool) {
    BiFunction<Session, Call, ObjectNode> verb = byName.get(tool.name());
    if (verb == null) {
      throw new IllegalStateException("nothing does what '" + tool.name() + "' says");
    }
    return new SyncToolSpecification(
        tool, (exchange, request) -> answer(tool.name(), verb, exchange, request));
  }

  private CallToolResult answer(
      String name,
      BiFunction<Session, Call, ObjectNode> verb,
      McpSyncServerExchange exchange,
      CallToolRequest request) {
    try {
      Call call = new Call(request.arguments(), new Caller(exchange, request, calls));
      ObjectNode node = verb.apply(session.get(), call);
      return CallToolResult.builder(text(Json.write(node)))
          .structuredContent(
              Json.mapper().convertValue(node, new TypeReference<Map<String, Object>>() {}))
          .build();
    } catch (BusException.Denied e) {
      return error(e.getMessage() + remedy(name, String.valueOf(e.getMessage())));
    } catch (BusException | IllegalArgumentException | IllegalStateException e) {
      return error(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      LOG.atError().addKeyValue("tool", name).setCause(e).log("tool failed");
      return error("unexpected error in " + name + ": " + e.getMessage());
    }
  }

  /** The way out where Redis keeps a session from what is written into the audit. */
  private static String remedy(String tool, String reason) {
    return OF_OPERATORS.contains(tool) && reason.contains("NOPERM")
        ? "; on a bus with users "
            + tool
            + " is the operator's: nothing was done. Start this server"
            + " with AETHER_OPERATOR_TOKEN (`aether operator token`), or ask whoever has it"
        : "";
  }

  private static CallToolResult error(String reason) {
    return CallToolResult.builder(text(reason)).isError(true).build();
  }

  private static List<Content> text(String text) {
    return List.of(TextContent.builder(text).build());
  }
}
