/** The aether command. */
module aether.cli {
  requires aether.core;
  requires aether.observatory;
  requires info.picocli;
  requires org.slf4j;
  requires static org.jspecify;
}
