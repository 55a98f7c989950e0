package aether.observatory.turn;

import aether.config.ConfigException;
import aether.config.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file for each child of one Body on this host, there as long as the child may be. Its name is
 * the child's mark, its text the number of its process and when that was started: a number that
 * names another process by now is left alone. It outlives this process, and need not outlive the
 * host's power: no child does.
 *
 * @param folder made when it is missing
 */
public record ChildFiles(Path folder) implements ChildRegister {
  private static final Logger LOG = LoggerFactory.getLogger(ChildFiles.class);
  private static final Pattern NAME = Pattern.compile("[0-9a-f-]{36}");
  private static final Pattern TEXT = Pattern.compile("(\\d{1,10}) (\\d{1,15})\\s*");

  /** The start of a process is known to a hundredth of a second, after the clock was set less. */
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  @Override
  public void begins(String mark) {
    PrivateFile.note(folder.resolve(mark), "");
  }

  @Override
  public void runs(String mark, ProcessHandle child) {
    Optional<Instant> start = child.info().startInstant();
    if (start.isPresent()) {
      try {
        PrivateFile.note(
            folder.resolve(mark), "%d %d\n".formatted(child.pid(), start.get().toEpochMilli()));
      } catch (ConfigException e) {
        LOG.warn("the child {} is known by its mark alone: {}", child.pid(), e.getMessage());
      }
    }
  }

  @Override
  public void ended(String mark) {
    try {
      Files.deleteIfExists(folder.resolve(mark));
    } catch (IOException e) {
      LOG.warn("cannot remove {}: {}", folder.resolve(mark), e.getMessage());
    }
  }

  @Override
  public void endLeftovers() {
    for (String mark : marks()) {
      int count = ProcessTree.kill(mark, process(mark));
      if (count > 0) {
        LOG.atWarn()
            .addKeyValue("body", folder.getFileName())
            .addKeyValue("processes", count)
            .log("ended what an Observatory that was killed had left running");
      }
      ended(mark);
    }
  }

  private List<String> marks() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> NAME.matcher(name).matches())
          .toList();
    } catch (IOException e) {
      throw new ConfigException(
          "cannot read " + folder + " (" + e.getMessage() + "); check its permissions", e);
    }
  }

  /** The process that the file names, when it is still the one that was meant. */
  private Optional<ProcessHandle> process(String mark) {
    Matcher text = TEXT.matcher(PrivateFile.read(folder.resolve(mark)).orElse(""));
    if (!text.matches()) {
      return Optional.empty();
    }
    Instant start = Instant.ofEpochMilli(Long.parseLong(text.group(2)));
    return ProcessHandle.of(Long.parseLong(text.group(1)))
        .filter(handle ->
            handle
                .info()
                .startInstant()
                .filter(at -> Duration.between(start, at).abs().compareTo(TOLERANCE) <= 0)
                .isPresent());
  }
}
