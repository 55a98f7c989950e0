package aether.cli.keys;

import aether.bus.Body;
import aether.bus.PublishedKey;
import aether.identity.Pin.Standing;
import aether.identity.PublicKey;
import aether.message.ProjectId;
import aether.redis.RedisObserver;
import aether.terminal.ConnectionOptions;
import aether.terminal.ExitCode;
import aether.terminal.Refusal;
import aether.terminal.Surroundings;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code aether keys trust}: takes a key as somebody's. */
@Command(
    name = "trust",
    description = {
      "Take a key as that of a Body, or of a person on another host (operator).",
      "",
      "Without KEY it is the one in the registry: compare what is printed with `aether keys list` on"
          + " the other host; one that was revoked here must be named. What was pinned of a Body before counts for 7 days longer."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  aether keys trust backend", "  aether keys trust operator KEY"})
final class KeysTrustCommand implements Callable<Integer> {
  private final Surroundings around;

  @Parameters(index = "0", paramLabel = "ID", description = "Whose it is.")
  private String id = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "KEY",
      description = "Base64, as `aether keys list` prints it.")
  private @Nullable String key;

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  KeysTrustCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    ProjectId whose = KeysCommand.id(id);
    PublicKey trusted = key == null ? notRevoked(whose, registered(whose)) : given(key);
    var _ = KeysCommand.ring(around).trust(whose, trusted);
    KeysCommand.tell(
        around,
        json,
        whose,
        new KeysCommand.Done(trusted.id(), Standing.TRUSTED),
        "key %s is that of '%s' from now on".formatted(trusted.id(), whose));
    return ExitCode.OK.number();
  }

  private static PublicKey given(String text) {
    return PublicKey.parse(text)
        .orElseThrow(() ->
            Refusal.usage(
                "'%s' is no key; copy what `aether keys list` prints on its host".formatted(text)));
  }

  /** What was revoked comes back only when somebody names it. */
  private PublicKey notRevoked(ProjectId whose, PublicKey registered) {
    if (KeysCommand.ring(around).isRevoked(whose, registered)) {
      throw Refusal.failed(
          "key %s, which the registry has of '%s', was revoked here; wait for its new one, or take it back by name: aether keys trust %s %s"
              .formatted(registered.id(), whose, whose, registered.text()));
    }
    return registered;
  }

  private PublicKey registered(ProjectId whose) {
    try (RedisObserver bus = RedisObserver.connect(connection.address(around))) {
      return bus.directory()
          .find(whose)
          .flatMap(Body::key)
          .map(PublishedKey::text)
          .flatMap(PublicKey::parse)
          .orElseThrow(() ->
              Refusal.failed(
                  "the registry has no key of '%s'; give it: aether keys trust %s KEY"
                      .formatted(whose, whose)));
    }
  }
}
