/** The bus inside Claude Code, over stdio. */
module aether.mcp {
  requires aether.core;
  requires info.picocli;
  requires io.modelcontextprotocol.sdk.mcp.core;
  requires org.slf4j;
  requires reactor.core;
  requires tools.jackson.databind;
  requires static org.jspecify;

  exports aether.mcp;

  opens aether.mcp to
      info.picocli,
      tools.jackson.databind;
  opens aether.mcp.setup to
      info.picocli;
}
