/**
 * What travels on the bus, what happened, who exists, and the Redis adapters.
 *
 * <p>The write half ({@code aether.bus.write}, {@code aether.redis.write}, {@code aether.desk}) is
 * exported only to the modules that may change something. Stargazer is not among them: it cannot be
 * compiled against a writer.
 */
module aether.core {
  requires tools.jackson.databind;
  requires lettuce.core;
  requires io.netty.buffer;
  requires io.netty.common;
  requires io.netty.handler;
  requires io.netty.resolver;
  requires io.netty.transport;
  requires reactor.core;
  requires org.yaml.snakeyaml;
  requires org.slf4j;
  requires info.picocli;
  requires static org.jspecify;
  // For the two modules that serve; the others are without a server.
  requires static io.javalin;
  requires static jakarta.servlet;
  requires static kotlin.stdlib;
  requires static org.eclipse.jetty.server;

  exports aether.message;
  exports aether.event;
  exports aether.bus;
  exports aether.config;
  exports aether.identity;
  exports aether.view;
  exports aether.redis;
  exports aether.wire to
      aether.observatory,
      aether.stargazer,
      aether.operator,
      aether.cli,
      aether.mcp;
  exports aether.web to
      aether.stargazer,
      aether.operator;
  exports aether.terminal to
      aether.observatory,
      aether.stargazer,
      aether.operator,
      aether.cli,
      aether.mcp;

  opens aether.terminal to
      info.picocli;
  opens aether.web to
      info.picocli;

  exports aether.desk to
      aether.operator,
      aether.cli,
      aether.mcp;
  exports aether.redis.local to
      aether.observatory,
      aether.operator,
      aether.cli,
      aether.mcp;
  exports aether.redis.acl to
      aether.cli;
  exports aether.bus.write to
      aether.observatory,
      aether.operator,
      aether.cli,
      aether.mcp;
  exports aether.redis.write to
      aether.observatory,
      aether.operator,
      aether.cli,
      aether.mcp;
}
