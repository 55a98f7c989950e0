package aether.cli.keys;

import aether.identity.KeyRing;
import aether.identity.Pin;
import aether.identity.PinCodec;
import aether.message.KeyId;
import aether.message.ProjectId;
import aether.terminal.Refusal;
import aether.terminal.Surroundings;
import aether.wire.Json;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code aether keys}: by which keys this host knows who is who. */
@Command(
    name = "keys",
    description = {
      "By which keys this host knows who is who.",
      "",
      "The key of another Body is pinned when a message with it is first seen to be right; from then"
          + " on no other counts. All of this is on this host alone."
    },
    synopsisSubcommandLabel = "COMMAND")
public final class KeysCommand {
  private KeysCommand() {}

  /** The command with its subcommands. */
  public static CommandLine with(Surroundings around) {
    return new CommandLine(new KeysCommand())
        .addSubcommand(new KeysListCommand(around))
        .addSubcommand(new KeysTrustCommand(around))
        .addSubcommand(new KeysRevokeCommand(around))
        .addSubcommand(new KeysRotateCommand(around));
  }

  static KeyRing ring(Surroundings around) {
    return new KeyRing(around.home(), around.clock());
  }

  /** What became of a key. */
  record Done(KeyId key, Pin.Standing standing) {}

  /** Says what was {@code done} with a key of {@code whose}: the sentence, or one JSON object. */
  static void tell(Surroundings around, boolean json, ProjectId whose, Done done, String sentence) {
    around
        .streams()
        .out()
        .println(
            json
                ? Json.write(
                    Json.object()
                        .put("id", whose.value())
                        .put("kid", done.key().value())
                        .put("standing", PinCodec.word(done.standing())))
                : sentence);
  }

  /** Whom {@code typed} names: nobody is looked up, as keys outlive registrations. */
  static ProjectId id(String typed) {
    return ProjectId.parse(typed)
        .filter(id -> !id.isTransient())
        .orElseThrow(() ->
            Refusal.usage("'%s' has no key; give the id of a Body, or operator".formatted(typed)));
  }
}
