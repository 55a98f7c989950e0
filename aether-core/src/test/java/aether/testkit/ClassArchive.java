package aether.testkit;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;

/**
 * The class path of the tests as a VM can archive it, and the archive. A VM that maps it comes up
 * in half the processor time.
 *
 * @param classPath all of it, with a jar in the place of each folder
 * @param file the archive, which is there when a VM that was told to {@linkplain #recording record}
 *     has come to its end
 */
public record ClassArchive(String classPath, Path file) {
  /** One in {@code folder}, of which nothing is recorded yet. */
  public static ClassArchive in(Path folder) throws IOException {
    List<String> paths = new ArrayList<>();
    for (String entry : Jvm.classPath().split(File.pathSeparator)) {
      paths.add(
          Files.isDirectory(Path.of(entry))
              ? jar(entry, folder.resolve("classes-" + paths.size() + ".jar"))
              : entry);
    }
    return new ClassArchive(
        String.join(File.pathSeparator, paths), folder.resolve("classes.jsa").toAbsolutePath());
  }

  /** The flags of a VM that writes the archive at its end. */
  public List<String> recording() {
    return List.of("-XX:ArchiveClassesAtExit=" + file);
  }

  /** The flags of a VM that maps the archive; without one it takes longer and says nothing. */
  public List<String> mapping() {
    return List.of("-XX:SharedArchiveFile=" + file, "-Xshare:auto");
  }

  private static String jar(String folder, Path made) throws IOException {
    int code =
        ToolProvider.findFirst("jar")
            .orElseThrow()
            .run(
                System.out,
                System.err,
                "--create",
                "--no-compress",
                "--file",
                made.toString(),
                "-C",
                folder,
                ".");
    if (code != 0) {
      throw new IOException("cannot make a jar of " + folder);
    }
    return made.toString();
  }
}
