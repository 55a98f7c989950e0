/** The aether command. */
module aether.cli {
  requires aether.core;
  requires aether.mcp;
  requires aether.observatory;
  requires aether.operator;
  requires aether.stargazer;
  requires info.picocli;
  requires org.slf4j;
  requires org.yaml.snakeyaml;
  requires tools.jackson.databind;
  requires static org.jspecify;

  opens aether.cli to
      info.picocli;
  opens aether.cli.budget to
      info.picocli;
  opens aether.cli.bus to
      info.picocli;
  opens aether.cli.client to
      info.picocli;
  opens aether.cli.dead to
      info.picocli;
  opens aether.cli.demo to
      info.picocli;
  opens aether.cli.doctor to
      info.picocli;
  opens aether.cli.halt to
      info.picocli;
  opens aether.cli.keys to
      info.picocli;
  opens aether.cli.look to
      info.picocli;
  opens aether.cli.shell to
      info.picocli;
  opens aether.cli.operate to
      info.picocli;
  opens aether.cli.talk to
      info.picocli;
}
