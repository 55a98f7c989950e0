/** The one write path for a human: authenticated, and audited with what it does. */
module aether.operator {
  requires aether.core;
  requires aether.observatory;
  requires info.picocli;
  requires io.javalin;
  requires jakarta.servlet;
  requires kotlin.stdlib;
  requires org.eclipse.jetty.server;
  requires org.slf4j;
  requires tools.jackson.databind;
  requires static org.jspecify;

  exports aether.operator;

  opens aether.operator to
      info.picocli;
}
