package aether.mcp;

import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.ProgressNotification;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The client, as the call of a tool sees it. */
final class Caller implements Call.Client {
  private static final String PROGRESS_TOKEN = "progressToken";

  private final McpSyncServerExchange exchange;
  private final Calls calls;
  private final String id;
  private final Optional<Object> token;
  private final AtomicInteger told = new AtomicInteger();

  Caller(McpSyncServerExchange exchange, CallToolRequest request, Calls calls) {
    this.exchange = exchange;
    this.calls = calls;
    Map<String, Object> meta = Optional.ofNullable(request.meta()).orElseGet(Map::of);
    this.id = String.valueOf(meta.get(Calls.META));
    this.token = Optional.ofNullable(meta.get(PROGRESS_TOKEN));
  }

  @Override
  public boolean isWaiting() {
    return calls.isOpen(id);
  }

  @Override
  public void afterAnswer(Runnable answered, Runnable unwanted) {
    calls.afterAnswer(id, answered, unwanted);
  }

  @Override
  public void progress(String message) {
    token.ifPresent(wanted ->
        exchange.progressNotification(
            ProgressNotification.builder(wanted, told.incrementAndGet()).message(message).build()));
  }
}
