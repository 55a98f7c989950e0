package aether.observatory.sandbox;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The files a run needs beside its project and the system's own. */
final class Needs {
  private static final List<String> FILE_VARIABLES =
      List.of(
          "NODE_EXTRA_CA_CERTS",
          "SSL_CERT_FILE",
          "SSL_CERT_DIR",
          "CLAUDE_CODE_CLIENT_CERT",
          "CLAUDE_CODE_CLIENT_KEY",
          "GOOGLE_APPLICATION_CREDENTIALS",
          "AWS_SHARED_CREDENTIALS_FILE",
          "AWS_CONFIG_FILE");

  private Needs() {}

  /** What the agent keeps of its own: its settings, its login and its sessions. */
  static List<Path> configuration(Cell cell) {
    if (cell.own().isPresent()) {
      return cell.own().get().stream().filter(Files::exists).toList();
    }
    List<Path> own = new ArrayList<>();
    cell.variable("CLAUDE_CONFIG_DIR").ifPresent(own::add);
    cell.home()
        .ifPresent(home -> {
          own.add(home.resolve(".claude"));
          own.add(home.resolve(".claude.json"));
        });
    return own.stream().filter(Files::exists).toList();
  }

  /** Its program, and the certificates and the cloud login its environment speaks of. */
  static Set<Path> readOnly(Cell cell) {
    Set<Path> needed = new LinkedHashSet<>();
    program(cell.executable()).forEach(needed::add);
    onPath(cell, "node").ifPresent(node -> program(node).forEach(needed::add));
    FILE_VARIABLES.stream().flatMap(name -> cell.variable(name).stream()).forEach(needed::add);
    cell.home()
        .ifPresent(home -> {
          if (cell.env().containsKey("CLAUDE_CODE_USE_BEDROCK")) {
            needed.add(home.resolve(".aws"));
          }
          if (cell.env().containsKey("CLAUDE_CODE_USE_VERTEX")) {
            needed.add(home.resolve(".config/gcloud"));
          }
        });
    return needed;
  }

  /** The project's files that hold secrets by their name. */
  static List<Path> secrets(Cell cell) {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(cell.project(), ".env*")) {
      List<Path> found = new ArrayList<>();
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (Files.isRegularFile(entry) && (name.equals(".env") || name.startsWith(".env."))) {
          found.add(entry);
        }
      }
      return found;
    } catch (IOException e) {
      return List.of(); // it cannot be listed, and so not be read there either
    }
  }

  /** Where {@code path} leads in the end; itself when that cannot be told. */
  static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path;
    }
  }

  /** The file itself; of a Node package, the whole of its {@code node_modules}. */
  private static Stream<Path> program(Path executable) {
    Path real = real(executable);
    for (int i = 0; i < real.getNameCount(); i++) {
      if (real.getName(i).toString().equals("node_modules")) {
        return Stream.of(
            Optional.ofNullable(real.getRoot()).orElse(real).resolve(real.subpath(0, i + 1)));
      }
    }
    return Stream.of(real);
  }

  private static Optional<Path> onPath(Cell cell, String command) {
    return Stream.of(cell.env().getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(folder -> folder.startsWith("/"))
        .map(folder -> Path.of(folder, command))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
