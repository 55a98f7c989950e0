package aether.identity;

import aether.config.AetherHome;
import aether.config.ConfigException;
import aether.config.PrivateFile;
import aether.message.ProjectId;
import java.nio.file.Path;
import java.util.Optional;

/** The keys whose secret half this host has, a file each, for its user alone (ADR 10). */
public final class KeyFiles {
  private final Path folder;

  public KeyFiles(AetherHome home) {
    this.folder = home.keys();
  }

  /**
   * The key of {@code id}, if this host has one.
   *
   * @throws ConfigException when its file cannot be read or holds no key
   */
  public Optional<OwnKey> find(ProjectId id) {
    Path file = file(id);
    return PrivateFile.read(file)
        .map(text ->
            OwnKey.parse(text)
                .orElseThrow(() ->
                    new ConfigException(
                        file
                            + " holds no key; put the key back, or remove the file: `aether keys"
                            + " trust` must then make the new one known where the old one was")));
  }

  /** The key of {@code id}, made now if this host has none. */
  public OwnKey get(ProjectId id) {
    Optional<OwnKey> there = find(id);
    if (there.isPresent()) {
      return there.get();
    }
    try (FileLock _ = FileLock.on(folder)) {
      return find(id).orElseGet(() -> put(id, OwnKey.generate()));
    }
  }

  /** The key that follows that of {@code id}, in its place; empty when there is none. */
  Optional<OwnKey> rotate(ProjectId id, boolean revoke) {
    try (FileLock _ = FileLock.on(folder)) {
      return find(id).map(old -> put(id, old.next(id, revoke)));
    }
  }

  private OwnKey put(ProjectId id, OwnKey key) {
    PrivateFile.write(file(id), key.text());
    return key;
  }

  private Path file(ProjectId id) {
    if (!id.isSafe()) {
      throw new IllegalArgumentException("'" + id + "' cannot have a key; it is no safe id");
    }
    return folder.resolve(id.value());
  }
}
