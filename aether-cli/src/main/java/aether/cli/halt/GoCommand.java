package aether.cli.halt;

import aether.terminal.ExitCode;
import aether.terminal.Refusal;
import aether.terminal.Surroundings;
import aether.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code aether go}: ends what {@code aether stop} began. */
@Command(
    name = "go",
    description = "Let the agents run again after `aether stop --all`.",
    footerHeading = "%nExamples:%n",
    footer = "  aether go")
public final class GoCommand implements Callable<Integer> {
  private final Surroundings around;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  public GoCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    Path file = around.home().stop();
    boolean wasThere = remove(file);
    String text = wasThere ? "going on: " + file + " is removed" : "nothing was stopped";
    around
        .streams()
        .out()
        .println(
            json
                ? Json.write(Json.object().put("stopped", false).put("was_stopped", wasThere))
                : text);
    return ExitCode.OK.number();
  }

  private static boolean remove(Path file) {
    try {
      return Files.deleteIfExists(file);
    } catch (IOException e) {
      throw Refusal.failed(
          "cannot remove "
              + file
              + " ("
              + e.getClass().getSimpleName()
              + "); everything stays stopped until you remove it by hand");
    }
  }
}
