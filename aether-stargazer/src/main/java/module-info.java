/** See the module's README. */
module aether.stargazer {
  requires aether.core;
  requires info.picocli;
  requires org.slf4j;
  requires static org.jspecify;
  requires io.javalin;
}
