package aether.observatory.ledger;

import aether.config.ConfigException;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A ledger in a directory that all Bodies of this host and user share: {@code <id>.jsonl}, one JSON
 * object a line, and {@code <id>.grants}, which only a human writes. What other Bodies spend is
 * looked up at most every two seconds, and anew whenever a run is reserved. A file that is lost
 * while its Body runs is written again from memory.
 */
public final class FileLedger implements Ledger {
  private static final Logger LOG = LoggerFactory.getLogger(FileLedger.class);
  private static final String SUFFIX = ".jsonl";
  private static final Duration FRESH = Duration.ofSeconds(2);

  /** So many lines may come before a file is looked through for what counts no more. */
  private static final int SLACK = 300;

  private final Path directory;
  private final CachedFile own;
  private final CachedFile grants;
  private final HostLock lock;
  private final InstantSource clock;
  private final Map<Path, OtherLedger> known = new HashMap<>();
  private List<Line> seenOwn = List.of();
  private List<Line> seenGrants = List.of();
  private List<Line> all = List.of();
  private List<Cost> others = List.of();
  private Instant othersReadAt = Instant.MIN;
  private int tidyAt = SLACK;
  private boolean exclusive;

  private FileLedger(Path directory, ProjectId id, InstantSource clock) {
    if (!id.isSafe()) {
      throw new IllegalArgumentException("id '" + id + "' cannot be the name of a file");
    }
    this.directory = directory;
    this.own = CachedFile.kept(directory.resolve(id + SUFFIX));
    this.grants = CachedFile.of(directory.resolve(id + ".grants"));
    this.lock = new HostLock(directory);
    this.clock = clock;
  }

  /** The ledger of {@code id} in {@code directory}. Touches nothing. */
  public static FileLedger at(Path directory, ProjectId id, InstantSource clock) {
    return new FileLedger(directory, id, clock);
  }

  @Override
  public synchronized List<Line> lines() {
    List<Line> mine = own.lines();
    List<Line> granted = grants.lines();
    if (!mine.equals(seenOwn) || !granted.equals(seenGrants)) {
      seenOwn = mine;
      seenGrants = granted;
      all = Stream.concat(mine.stream(), granted.stream()).toList();
    }
    return all;
  }

  @Override
  public synchronized List<Cost> elsewhere() {
    Instant now = clock.instant();
    if (exclusive || Duration.between(othersReadAt, now).abs().compareTo(FRESH) >= 0) {
      List<Cost> read = new ArrayList<>();
      otherFiles().forEach(file -> read.addAll(file.costs()));
      others = List.copyOf(read);
      othersReadAt = now;
    }
    return others;
  }

  @Override
  public void append(Line line) {
    boolean _ =
        lock.within(() -> {
          add(line);
          return true;
        });
  }

  @Override
  public <T> T exclusively(Supplier<T> work) {
    return lock.within(() -> {
      exclusive(true);
      try {
        return work.get();
      } finally {
        exclusive(false);
      }
    });
  }

  @Override
  public void tidy() {
    try {
      boolean _ =
          lock.within(() -> {
            shorten();
            return true;
          });
    } catch (Unusable | ConfigException e) {
      LOG.warn("the ledger keeps its old lines: {}", e.getMessage());
    }
  }

  private synchronized void exclusive(boolean now) {
    exclusive = now;
  }

  private synchronized void add(Line line) {
    switch (line) {
      case Granted granted -> grants.append(granted);
      case Reserved _, Settled _, Released _, Deferred _, Carried _, Ended _ -> {
        own.append(line);
        if (own.size() >= tidyAt) {
          tidy();
        }
      }
    }
  }

  private synchronized void shorten() {
    tidyAt = own.size() + SLACK; // even where it fails: not with each line
    List<Line> before = own.lines();
    List<Line> after = Compaction.of(before, clock.instant());
    if (!after.equals(before)) {
      own.replace(after);
    }
    tidyAt = 2 * after.size() + SLACK;
  }

  private List<OtherLedger> otherFiles() {
    List<OtherLedger> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
      for (Path path : found) {
        if (!path.equals(own.path())) {
          files.add(known.computeIfAbsent(path, OtherLedger::new));
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
