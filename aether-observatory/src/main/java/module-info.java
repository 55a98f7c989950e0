/** The resident daemon of one Body: receive, prompt, run the agent, maybe reply. */
module aether.observatory {
  requires aether.core;
  requires info.picocli;
  requires org.slf4j;
  requires tools.jackson.databind;
  requires static org.jspecify;

  exports aether.observatory;
  exports aether.observatory.ledger;
  exports aether.observatory.outbound;
  exports aether.observatory.pipeline;
  exports aether.observatory.prompt to
      aether.cli,
      aether.operator;
  exports aether.observatory.sandbox;
  exports aether.observatory.turn;

  opens aether.observatory to
      info.picocli;
}
