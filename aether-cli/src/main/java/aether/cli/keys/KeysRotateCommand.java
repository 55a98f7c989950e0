package aether.cli.keys;

import aether.identity.OwnKey;
import aether.identity.Pin.Standing;
import aether.message.ProjectId;
import aether.terminal.ExitCode;
import aether.terminal.Refusal;
import aether.terminal.Surroundings;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code aether keys rotate}: gives a Body of this host a new key. */
@Command(
    name = "rotate",
    description = {
      "Give a Body of this host, or its user (operator), a new key that the old one has signed.",
      "",
      "It is published when the Body's Observatory is started the next time. Peers that know the old"
          + " key take the new one by themselves; what the old one has signed counts for 7 days"
          + " longer."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  aether keys rotate backend", "  aether keys rotate backend --revoke"})
final class KeysRotateCommand implements Callable<Integer> {
  private final Surroundings around;

  @Parameters(paramLabel = "ID", description = "Whose key: a Body of this host, or operator.")
  private String id = "";

  @Option(
      names = "--revoke",
      description = "The old key counts no more as soon as a peer sees the new one.")
  private boolean revoke;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  KeysRotateCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    ProjectId whose = KeysCommand.id(id);
    OwnKey next =
        KeysCommand.ring(around)
            .rotate(whose, revoke)
            .orElseThrow(() ->
                Refusal.failed(
                    "this host has no key of '%s'; `aether observatory %s` makes one"
                        .formatted(whose, whose)));
    KeysCommand.tell(
        around,
        json,
        whose,
        new KeysCommand.Done(next.key().publicKey().id(), Standing.TRUSTED),
        "'%s' has key %s now; it is used from the next start of `aether observatory %s`"
            .formatted(whose, next.key().publicKey().id(), whose));
    return ExitCode.OK.number();
  }
}
