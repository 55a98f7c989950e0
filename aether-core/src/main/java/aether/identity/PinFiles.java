package aether.identity;

import aether.config.AetherHome;
import aether.config.ConfigException;
import aether.config.PrivateFile;
import aether.message.ProjectId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What this host knows of the keys of others, a file for each (ADR 10). A file is read again when
 * it has changed. Safe for several threads, and for the processes of one host.
 */
public final class PinFiles {
  private static final String SUFFIX = ".json";

  private final Path folder;
  private final Map<ProjectId, Known> known = new ConcurrentHashMap<>();

  /** What stood in a file at one time. */
  private record Known(Optional<List<Object>> version, Acquaintance peer) {}

  public PinFiles(AetherHome home) {
    this.folder = home.peers();
  }

  /**
   * What is known of {@code id}.
   *
   * @throws ConfigException when its file cannot be read
   */
  public Acquaintance of(ProjectId id) {
    if (!id.isSafe()) {
      return Acquaintance.none(id);
    }
    Optional<List<Object>> version = version(file(id));
    Known before = known.get(id);
    if (before != null && before.version().equals(version)) {
      return before.peer();
    }
    Known now = new Known(version, read(id));
    known.put(id, now);
    return now.peer();
  }

  /** All peers of whom anything is known, in order of ids. */
  public List<Acquaintance> all() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(SUFFIX))
          .map(name -> name.substring(0, name.length() - SUFFIX.length()))
          .flatMap(id -> ProjectId.parse(id).stream())
          .sorted()
          .map(this::of)
          .toList();
    } catch (IOException e) {
      throw new ConfigException("cannot read " + folder + "; check that it is yours", e);
    }
  }

  /** Changes what is known of {@code id}, given what is known now. @return what is known then */
  public Acquaintance change(ProjectId id, UnaryOperator<Acquaintance> change) {
    try (FileLock _ = FileLock.on(folder)) {
      Acquaintance before = read(id);
      Acquaintance after = change.apply(before);
      if (!after.equals(before)) {
        PrivateFile.write(file(id), PinCodec.encode(after));
      }
      return after;
    }
  }

  private Acquaintance read(ProjectId id) {
    Path file = file(id);
    return PrivateFile.read(file)
        .map(text ->
            PinCodec.decode(id, text)
                .orElseThrow(() ->
                    new ConfigException(
                        file
                            + " is not understood; remove it, and the keys of '"
                            + id
                            + "' are pinned anew at first sight")))
        .orElseGet(() -> Acquaintance.none(id));
  }

  private static Optional<List<Object>> version(Path file) {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return Optional.of(
          List.of(String.valueOf(now.fileKey()), now.lastModifiedTime(), now.size()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new ConfigException("cannot read " + file + "; check that it is yours", e);
    }
  }

  private Path file(ProjectId id) {
    return folder.resolve(id.value() + SUFFIX);
  }
}
