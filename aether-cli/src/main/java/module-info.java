/** The aether command. */
module aether.cli {
  requires aether.core;
  requires aether.observatory;
  requires info.picocli;
  requires org.slf4j;
  requires org.yaml.snakeyaml;
  requires tools.jackson.databind;
  requires static org.jspecify;
}
