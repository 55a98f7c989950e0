/**
 * The read-only dashboard. Core exports it no writer: what could change the bus does not compile
 * here.
 */
module aether.stargazer {
  requires aether.core;
  requires info.picocli;
  requires io.javalin;
  requires jakarta.servlet;
  requires kotlin.stdlib;
  requires org.eclipse.jetty.server;
  requires micrometer.core;
  requires micrometer.registry.prometheus;
  requires tools.jackson.databind;
  requires static org.jspecify;

  exports aether.stargazer;

  opens aether.stargazer to
      info.picocli;
}
