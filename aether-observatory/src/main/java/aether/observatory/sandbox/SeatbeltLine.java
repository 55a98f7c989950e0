package aether.observatory.sandbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The command line of macOS's sandbox-exec. Of two rules that apply the later one counts: nothing
 * may be written and nothing of the home be read, but for what follows.
 */
final class SeatbeltLine {
  private static final List<String> TEMPORARY =
      List.of("/private/tmp", "/private/var/folders", "/dev");

  private SeatbeltLine() {}

  static List<String> of(Path sandboxExec, List<String> line, Cell cell) {
    List<String> all = new ArrayList<>(List.of(sandboxExec.toString(), "-p", profile(cell)));
    all.addAll(line);
    return all;
  }

  static String profile(Cell cell) {
    List<String> rules = new ArrayList<>(List.of("(version 1)", "(allow default)"));
    rules.add("(deny file-write*)");
    cell.home()
        .ifPresent(home -> {
          rules.add("(deny file-read-data " + in(home) + ")");
          rules.add("(allow file-read* " + in(home.resolve("Library/Keychains")) + ")");
        });
    rules.add("(allow file-read* " + in(Needs.readOnly(cell).stream()) + ")");
    rules.add("(allow file-read* " + in(cell.project()) + ")");
    Needs.secrets(cell).forEach(path -> rules.add("(deny file-read* " + in(path) + ")"));
    List<Path> written = new ArrayList<>(Needs.configuration(cell));
    TEMPORARY.forEach(place -> written.add(Path.of(place)));
    if (cell.allowWrite()) {
      written.add(cell.project());
    }
    rules.add("(allow file-read* file-write* " + in(written.stream()) + ")");
    return String.join("\n", rules);
  }

  private static String in(Path path) {
    return in(Stream.of(path));
  }

  private static String in(Stream<Path> paths) {
    return paths
        .flatMap(path -> Stream.of(path, Needs.real(path)))
        .distinct()
        .map(path -> path.toString().replace("\\", "\\\\").replace("\"", "\\\""))
        .map(path -> "(subpath \"" + path + "\")")
        .collect(Collectors.joining(" "));
  }
}
