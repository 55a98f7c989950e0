package aether.cli.talk;

import aether.message.Hops;
import aether.message.Intent;
import picocli.CommandLine.Option;

/** What every command that puts a message on the bus may say of it. */
final class MessageOptions {
  @Option(
      names = "--intent",
      paramLabel = "INTENT",
      defaultValue = "ask",
      converter = IntentOption.class,
      description = "ask, inform, task or result. Default: ask.")
  private Intent intent = Intent.ASK;

  @Option(
      names = "--max-hops",
      paramLabel = "N",
      defaultValue = "" + Hops.DEFAULT_MAX,
      converter = HopsOption.class,
      description = "Stop the conversation after N messages. Default: 8.")
  private int maxHops = Hops.DEFAULT_MAX;

  Intent intent() {
    return intent;
  }

  int maxHops() {
    return maxHops;
  }
}
