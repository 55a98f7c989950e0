package aether.mcp;

import aether.mcp.setup.Warmth;
import aether.terminal.CommandLines;
import aether.terminal.Surroundings;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Does what a server does at its start, so that the VM sees which classes that needs. */
@Command(name = Warmth.WARM, hidden = true, description = "Used to fill the class cache.")
final class WarmCommand implements Callable<Integer> {
  private static final String CALLS =
      """
      {"jsonrpc":"2.0","id":"p","method":"server/discover","params":{}}
      {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
      "capabilities":{},"clientInfo":{"name":"warm","version":"1"}}}
      {"jsonrpc":"2.0","method":"notifications/initialized"}
      {"jsonrpc":"2.0","id":1,"method":"tools/list","params":{}}
      {"jsonrpc":"2.0","id":2,"method":"prompts/list","params":{}}
      {"jsonrpc":"2.0","id":3,"method":"prompts/get","params":{"name":"stop",\
      "arguments":{"thread":"t"}}}
      {"jsonrpc":"2.0","id":4,"method":"tools/call","params":{"name":"aether_list_bodies",\
      "arguments":{}}}
      """;

  private final Surroundings around;

  WarmCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    ServeCommand serve =
        new ServeCommand(
            around,
            new ByteArrayInputStream(CALLS.getBytes(StandardCharsets.UTF_8)),
            OutputStream.nullOutputStream());
    return CommandLines.of(new CommandLine(serve), around)
        .execute("--redis-host", "127.0.0.1", "--redis-port", "1");
  }
}
