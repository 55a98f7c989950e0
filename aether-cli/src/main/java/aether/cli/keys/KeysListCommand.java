package aether.cli.keys;

import aether.identity.Acquaintance;
import aether.identity.KeyRing;
import aether.identity.Pin;
import aether.identity.PinCodec;
import aether.message.Iso8601;
import aether.terminal.ExitCode;
import aether.terminal.Surroundings;
import aether.wire.Json;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code aether keys list}: all keys this host knows, a line each. */
@Command(
    name = "list",
    description = {
      "List the keys this host knows, its own among them (marked 'here').",
      "",
      "first_sight: pinned when it was first seen. trusted: somebody on this host said so, or it is"
          + " its own. former: replaced, and counts until the time shown. revoked: refused."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  aether keys list", "  aether keys list --json"})
final class KeysListCommand implements Callable<Integer> {
  private final Surroundings around;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  KeysListCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    KeyRing ring = KeysCommand.ring(around);
    List<Acquaintance> known = ring.known();
    PrintWriter out = around.streams().out();
    if (json) {
      ObjectNode answer = Json.object();
      ArrayNode peers = answer.putArray("peers");
      known.forEach(peer -> peers.add(PinCodec.tree(peer).put("here", isHere(ring, peer))));
      out.println(Json.write(answer));
    } else if (known.isEmpty()) {
      out.println("no keys yet; `aether observatory` makes one for its Body");
    } else {
      known.forEach(peer -> peer.pins().forEach(pin -> out.println(line(ring, peer, pin))));
    }
    return ExitCode.OK.number();
  }

  private static boolean isHere(KeyRing ring, Acquaintance peer) {
    return ring.find(peer.id()).isPresent();
  }

  private static String line(KeyRing ring, Acquaintance peer, Pin pin) {
    boolean here =
        ring.find(peer.id()).filter(own -> own.key().publicKey().equals(pin.key())).isPresent();
    return "%-20s %s  %-11s  %s  %s%s%s"
        .formatted(
            peer.id(),
            pin.key().id(),
            PinCodec.word(pin.standing()),
            pin.key().text(),
            Iso8601.format(pin.since()),
            pin.until().map(end -> "  until " + Iso8601.format(end)).orElse(""),
            here ? "  here" : "");
  }
}
