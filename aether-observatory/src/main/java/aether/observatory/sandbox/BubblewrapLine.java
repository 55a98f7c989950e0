package aether.observatory.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line of bubblewrap: an empty root, and in it, read-only, the system's programs and
 * what a connection needs, then the run's own. What is bound later stands over what was bound
 * before.
 */
final class BubblewrapLine {
  private static final List<String> SYSTEM =
      List.of(
          "/usr",
          "/bin",
          "/sbin",
          "/lib",
          "/lib32",
          "/lib64",
          "/libx32",
          "/nix/store",
          "/etc/ssl",
          "/etc/pki",
          "/etc/ca-certificates",
          "/etc/resolv.conf",
          "/etc/hosts",
          "/etc/nsswitch.conf",
          "/etc/host.conf",
          "/etc/gai.conf",
          "/etc/passwd",
          "/etc/group",
          "/etc/localtime",
          "/etc/timezone",
          "/etc/alternatives",
          "/etc/ld.so.cache",
          "/etc/ld.so.conf",
          "/etc/ld.so.conf.d",
          "/run/systemd/resolve");

  private BubblewrapLine() {}

  static List<String> of(Path bwrap, List<String> line, Cell cell) {
    List<String> all = base(bwrap);
    cell.home().ifPresent(home -> add(all, "--tmpfs", home.toString()));
    Needs.readOnly(cell).forEach(path -> bind(all, "--ro-bind-try", path));
    bind(all, cell.allowWrite() ? "--bind" : "--ro-bind", cell.project());
    Needs.secrets(cell).forEach(path -> add(all, "--ro-bind", "/dev/null", path.toString()));
    Needs.configuration(cell).forEach(path -> bind(all, "--bind", path));
    if (!isThere(cell)) {
      add(all, "--symlink", Needs.real(cell.executable()).toString(), cell.executable().toString());
    }
    add(all, "--setenv", "TMPDIR", "/tmp", "--chdir", cell.project().toString(), "--");
    all.add(cell.executable().toString());
    all.addAll(line.subList(1, line.size()));
    return all;
  }

  /** What every run has, and what is tried to find out whether one can have it. */
  static List<String> base(Path bwrap) {
    List<String> all = new ArrayList<>();
    add(all, bwrap.toString(), "--unshare-all", "--share-net", "--die-with-parent");
    add(all, "--new-session", "--cap-drop", "ALL");
    for (String path : SYSTEM) {
      if (Files.exists(Path.of(path))) {
        add(all, "--ro-bind", path, path);
      }
    }
    add(all, "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp");
    return all;
  }

  /** Whether the command's own name, which may be a link, lies in what is bound. */
  private static boolean isThere(Cell cell) {
    Path name = cell.executable();
    return SYSTEM.stream().anyMatch(name::startsWith)
        || name.startsWith(cell.project())
        || Needs.readOnly(cell).stream().anyMatch(name::startsWith)
        || Needs.configuration(cell).stream().anyMatch(name::startsWith);
  }

  private static void bind(List<String> all, String how, Path path) {
    add(all, how, path.toString(), path.toString());
  }

  private static void add(List<String> all, String... words) {
    all.addAll(List.of(words));
  }
}
