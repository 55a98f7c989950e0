package aether.observatory.ledger;

import aether.config.ConfigException;
import aether.config.PrivateFile;
import aether.message.ProjectId;
import aether.observatory.pipeline.Ledger;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A ledger in a directory that all Bodies of this host and user share: {@code <id>.jsonl}, one JSON
 * object a line, and {@code <id>.grants}, which only a human writes. What other Bodies spend is
 * looked up at most every two seconds.
 */
public final class FileLedger implements Ledger {
  private static final Logger LOG = LoggerFactory.getLogger(FileLedger.class);
  private static final String SUFFIX = ".jsonl";
  private static final Duration FRESH = Duration.ofSeconds(2);

  private final Path directory;
  private final LedgerFile own;
  private final LedgerFile grants;
  private final InstantSource clock;
  private Optional<Object> version = Optional.empty();
  private List<Line> known = List.of();
  private List<Line> others = List.of();
  private Instant othersReadAt = Instant.MIN;

  private FileLedger(Path directory, ProjectId id, InstantSource clock) {
    if (!id.isSafe()) {
      throw new IllegalArgumentException("id '" + id + "' cannot be the name of a file");
    }
    this.directory = directory;
    this.own = new LedgerFile(directory.resolve(id + SUFFIX));
    this.grants = new LedgerFile(directory.resolve(id + ".grants"));
    this.clock = clock;
  }

  /** The ledger of {@code id} in {@code directory}. Touches nothing. */
  public static FileLedger at(Path directory, ProjectId id, InstantSource clock) {
    return new FileLedger(directory, id, clock);
  }

  @Override
  public synchronized List<Line> lines() {
    Optional<Object> now = Optional.of(List.of(own.version(), grants.version()));
    if (!now.equals(version)) {
      List<Line> read = new ArrayList<>(own.read());
      read.addAll(grants.read());
      known = List.copyOf(read);
      version = now;
    }
    return known;
  }

  @Override
  public synchronized List<Line> elsewhere() {
    Instant now = clock.instant();
    if (Duration.between(othersReadAt, now).abs().compareTo(FRESH) >= 0) {
      List<Line> read = new ArrayList<>();
      otherFiles().forEach(file -> read.addAll(file.read()));
      others = List.copyOf(read);
      othersReadAt = now;
    }
    return others;
  }

  @Override
  public synchronized void append(Line line) {
    version = Optional.empty();
    switch (line) {
      case Granted granted -> grants.append(granted);
      case Reserved _, Settled _, Released _, Deferred _ -> own.append(line);
    }
  }

  @Override
  public synchronized void tidy() {
    try {
      Instant since = clock.instant().minus(DAY);
      List<Line> all = own.read();
      List<Line> recent = all.stream().filter(line -> line.at().isAfter(since)).toList();
      if (recent.size() < all.size()) {
        StringBuilder text = new StringBuilder();
        recent.forEach(line -> text.append(LineCodec.encode(line)).append('\n'));
        PrivateFile.write(own.path(), text.toString());
      }
    } catch (Unusable | ConfigException e) {
      LOG.warn("the ledger keeps its old lines: {}", e.getMessage());
    }
    version = Optional.empty();
  }

  private List<LedgerFile> otherFiles() {
    List<LedgerFile> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
      for (Path path : found) {
        if (!path.equals(own.path())) {
          files.add(new LedgerFile(path));
        }
      }
      return files;
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new Unusable(
          "cannot read the ledgers in " + directory + " (" + e.getClass().getSimpleName() + ")", e);
    }
  }
}
