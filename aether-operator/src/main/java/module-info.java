/** See the module's README. */
module aether.operator {
  requires aether.core;
  requires info.picocli;
  requires org.slf4j;
  requires static org.jspecify;
  requires io.javalin;
}
