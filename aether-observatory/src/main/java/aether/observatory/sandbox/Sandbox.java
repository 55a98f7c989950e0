package aether.observatory.sandbox;

import java.nio.file.Path;
import java.util.List;

/** Puts a command into whatever confines it. Safe for several threads. */
public sealed interface Sandbox {
  /** The command line that runs {@code line}, whose first word is the cell's executable. */
  List<String> wrap(List<String> line, Cell cell);

  /** What is in force, in a few words. */
  String words();

  /** None: the command runs as it is. */
  static Sandbox none(String why) {
    return new Unconfined(why);
  }

  /** Linux's bubblewrap. */
  record Bubblewrap(Path executable) implements Sandbox {
    @Override
    public List<String> wrap(List<String> line, Cell cell) {
      return BubblewrapLine.of(executable, line, cell);
    }

    @Override
    public String words() {
      return "bubblewrap: the agent sees its project, its own configuration and the system's"
          + " programs, nothing else of this host";
    }
  }

  /** The sandbox of macOS. */
  record Seatbelt(Path executable) implements Sandbox {
    @Override
    public List<String> wrap(List<String> line, Cell cell) {
      return SeatbeltLine.of(executable, line, cell);
    }

    @Override
    public String words() {
      return "sandbox-exec: of your home the agent sees its project and its own configuration";
    }
  }

  /** No sandbox, and why. */
  record Unconfined(String why) implements Sandbox {
    @Override
    public List<String> wrap(List<String> line, Cell cell) {
      return line;
    }

    @Override
    public String words() {
      return "none: " + why;
    }
  }
}
