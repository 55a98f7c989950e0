package aether.cli.shell;

import aether.terminal.ExitCode;
import aether.terminal.Refusal;
import aether.terminal.Surroundings;
import aether.view.TerminalText;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code aether install-shim}: a link to the launcher in a folder of the PATH. */
@Command(
    name = "install-shim",
    description = {
      "Put `aether` on your PATH: a link to this clone's launcher.",
      "",
      "Run it as ./aether from the clone. Running it again changes nothing; --remove takes the link"
          + " away."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  ./aether install-shim", "  ./aether install-shim --dir ~/bin"})
public final class InstallShimCommand implements Callable<Integer> {
  private static final String NAME = "aether";

  private final Surroundings around;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "The folder for the link. Default: ~/.local/bin.")
  private @Nullable Path dir;

  @Option(names = "--remove", description = "Take the link away.")
  private boolean remove;

  public InstallShimCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    Path folder =
        Optional.ofNullable(dir)
            .map(given -> around.directory().resolve(given))
            .orElseGet(() -> home().resolve(".local/bin"))
            .normalize();
    Path link = folder.resolve(NAME);
    try {
      return remove ? remove(link) : install(link, folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + link + ": " + e.getMessage(), e);
    }
  }

  private int install(Path link, Path folder) throws IOException {
    Path launcher = launcher();
    if (Files.exists(link) && Files.isSameFile(link, launcher)) {
      say(link + " is there already");
    } else if (Files.exists(link) && !Files.isSymbolicLink(link)) {
      throw Refusal.failed(link + " is a file of somebody else; remove it, or give another --dir");
    } else {
      Files.createDirectories(folder);
      Files.deleteIfExists(link);
      Files.createSymbolicLink(link, launcher);
      say(link + " → " + launcher);
    }
    if (!isOnPath(folder)) {
      say("  it is not on your PATH yet: export PATH=\"" + folder + ":$PATH\"");
    }
    return ExitCode.OK.number();
  }

  private int remove(Path link) throws IOException {
    if (!Files.isSymbolicLink(link)) {
      throw Refusal.failed("there is no link " + link + " to take away");
    }
    Files.delete(link);
    say(link + " is gone");
    return ExitCode.OK.number();
  }

  /** The launcher says where it stands. */
  private Path launcher() {
    return Optional.ofNullable(around.env().get("AETHER_LAUNCHER"))
        .map(Path::of)
        .filter(Files::isExecutable)
        .orElseThrow(() ->
            Refusal.failed("there is no launcher to link to; run this as ./aether from the clone"));
  }

  private boolean isOnPath(Path folder) {
    return Arrays.stream(around.env().getOrDefault("PATH", "").split(File.pathSeparator))
        .anyMatch(folder.toString()::equals);
  }

  private Path home() {
    return Optional.ofNullable(around.env().get("HOME"))
        .filter(home -> !home.isBlank())
        .map(Path::of)
        .orElse(around.userHome());
  }

  private void say(String sentence) {
    around.streams().out().println(TerminalText.line(sentence));
  }
}
