package aether.cli.keys;

import aether.identity.Pin.Standing;
import aether.message.KeyId;
import aether.message.ProjectId;
import aether.terminal.ExitCode;
import aether.terminal.Refusal;
import aether.terminal.Surroundings;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code aether keys revoke}: refuses what is signed with a key. */
@Command(
    name = "revoke",
    description = {
      "Refuse what is signed with a key, on this host and from now on.",
      "",
      "Running Observatories notice at once. To replace a key of this host that somebody else may"
          + " have: aether keys rotate ID --revoke."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  aether keys revoke backend", "  aether keys revoke backend 3f9c2a7d10e45b66"})
final class KeysRevokeCommand implements Callable<Integer> {
  private final Surroundings around;

  @Parameters(index = "0", paramLabel = "ID", description = "Whose it is.")
  private String id = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "KID",
      description = "Which; see `aether keys list`. Default: the one that counts now.")
  private @Nullable String key;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  KeysRevokeCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    ProjectId whose = KeysCommand.id(id);
    Optional<KeyId> which = Optional.ofNullable(key).map(KeysRevokeCommand::kid);
    KeyId revoked =
        KeysCommand.ring(around)
            .revoke(whose, which)
            .orElseThrow(() ->
                Refusal.failed(
                    "this host knows no such key of '%s'; `aether keys list` shows those it knows"
                        .formatted(whose)));
    KeysCommand.tell(
        around,
        json,
        whose,
        new KeysCommand.Done(revoked, Standing.REVOKED),
        "what key %s of '%s' signs is refused from now on".formatted(revoked, whose));
    return ExitCode.OK.number();
  }

  private static KeyId kid(String text) {
    return KeyId.parse(text)
        .orElseThrow(() ->
            Refusal.usage("'%s' is no name of a key; see `aether keys list`".formatted(text)));
  }
}
