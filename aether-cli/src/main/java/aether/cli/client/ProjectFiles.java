package aether.cli.client;

import aether.cli.setup.Infer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The files of a project's directory that say what it is. */
final class ProjectFiles {
  private static final int LARGEST = 256 * 1024;

  private ProjectFiles() {}

  /** File name to content, cut at 256 KiB; files that cannot be read are left out. */
  static Map<String, String> in(Path directory) {
    Map<String, String> files = new HashMap<>();
    for (Path file : candidates(directory)) {
      try (var in = Files.newInputStream(file)) {
        String name = String.valueOf(file.getFileName());
        files.put(name, new String(in.readNBytes(LARGEST), StandardCharsets.UTF_8));
      } catch (IOException e) {
        // A file that cannot be read says nothing.
      }
    }
    return files;
  }

  private static List<Path> candidates(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> Infer.reads(String.valueOf(file.getFileName())))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the directory " + directory, e);
    }
  }
}
