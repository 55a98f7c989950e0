package aether.cli.halt;

import aether.config.PrivateFile;
import aether.terminal.ExitCode;
import aether.terminal.OneLine;
import aether.terminal.Refusal;
import aether.terminal.Surroundings;
import aether.wire.Json;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code aether stop}: no agent of this user runs any more until {@code aether go}. */
@Command(
    name = "stop",
    description = {
      "Stop every agent of yours on this host, now: running turns are ended within a second, and no"
          + " new one starts until `aether go`.",
      "",
      "It writes the file STOP in your Aether directory and needs no bus. The Observatories stay"
          + " online and keep their messages; a turn that is ended counts as one of its message's"
          + " runs."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  aether stop --all", "  aether stop --all --reason \"costs too much\""})
public final class StopCommand implements Callable<Integer> {
  private final Surroundings around;

  @Option(names = "--all", description = "Every Observatory of yours on this host.")
  private boolean all;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Why, for whoever looks: `aether who` shows it.")
  private String reason = "";

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  public StopCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    if (!all) {
      throw Refusal.usage(
          "--all is missing; `aether stop --all` stops every agent of yours on this host");
    }
    Path file = around.home().stop();
    String why = OneLine.of(reason).strip();
    PrivateFile.write(file, why.isEmpty() ? "" : why + "\n");
    around
        .streams()
        .out()
        .println(
            json
                ? Json.write(
                    Json.object()
                        .put("stopped", true)
                        .put("file", file.toString())
                        .put("reason", why))
                : "stopped: " + file + " is there; `aether go` removes it");
    return ExitCode.OK.number();
  }
}
