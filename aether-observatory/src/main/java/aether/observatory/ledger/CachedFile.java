package aether.observatory.ledger;

import aether.config.PrivateFile;
import aether.observatory.pipeline.Ledger.Line;
import aether.observatory.pipeline.LineCodec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file of lines that is read again only when it has changed. For one thread at a time. */
final class CachedFile {
  private static final Logger LOG = LoggerFactory.getLogger(CachedFile.class);

  private final LedgerFile file;
  private final boolean kept;
  private Optional<Object> version = Optional.empty();
  private List<Line> lines = List.of();

  private CachedFile(LedgerFile file, boolean kept) {
    this.file = file;
    this.kept = kept;
  }

  /** One that somebody else writes. */
  static CachedFile of(Path path) {
    return new CachedFile(new LedgerFile(path), false);
  }

  /** One that nobody else writes, so that it is written again when it is lost. */
  static CachedFile kept(Path path) {
    return new CachedFile(new LedgerFile(path), true);
  }

  Path path() {
    return file.path();
  }

  /** Its lines; none when there is no such file, unless it is kept and was there. */
  List<Line> lines() {
    Optional<Object> now = file.version();
    if (now.isEmpty() && kept && !lines.isEmpty()) {
      LOG.warn("the ledger {} was lost; it is written again", path());
      replace(lines);
    } else if (!now.equals(version)) {
      lines = file.read();
      version = now;
    }
    return lines;
  }

  int size() {
    return lines.size();
  }

  /** Adds {@code line}, which is on the disk when this returns. */
  void append(Line line) {
    List<Line> all = new ArrayList<>(lines());
    file.append(line);
    all.add(line);
    lines = List.copyOf(all);
    version = file.version();
  }

  /** Writes {@code all} in the place of what stands there. */
  void replace(List<Line> all) {
    StringBuilder text = new StringBuilder();
    all.forEach(line -> text.append(LineCodec.encode(line)).append('\n'));
    PrivateFile.write(path(), text.toString());
    lines = List.copyOf(all);
    version = file.version();
  }
}
