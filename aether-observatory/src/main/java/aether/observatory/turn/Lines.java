package aether.observatory.turn;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Cuts a stream into lines within bounds: 4 MiB a line, 32 MiB in all. What is not UTF-8 is
 * replaced. For one thread.
 */
final class Lines {
  static final int MAX_LINE = 4 << 20;
  static final long MAX_TOTAL = 32L << 20;

  /** What the stream gave next. */
  sealed interface Line {
    /** A line; {@code complete} is false for a last one without its newline. */
    record Text(String text, boolean complete) implements Line {}

    /** A line beyond the bound; what it held is gone. */
    record TooLong() implements Line {}

    /** The stream as a whole is beyond the bound; ask no further. */
    record TooMuch() implements Line {}
  }

  private final InputStream in;
  private final byte[] chunk = new byte[1 << 16];
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private int position;
  private int limit;
  private long total;

  Lines(InputStream in) {
    this.in = in;
  }

  /** The next line, blocking until there is one; empty at the end of the stream. */
  Optional<Line> next() throws IOException {
    line.reset();
    boolean tooLong = false;
    while (position < limit || fill()) {
      if (total > MAX_TOTAL) {
        return Optional.of(new Line.TooMuch());
      }
      int end = newline();
      tooLong |= line.size() + (end - position) > MAX_LINE;
      if (tooLong) {
        line.reset();
      } else {
        line.write(chunk, position, end - position);
      }
      boolean complete = end < limit;
      position = complete ? end + 1 : end;
      if (complete) {
        return Optional.of(taken(tooLong, true));
      }
    }
    return tooLong || line.size() > 0 ? Optional.of(taken(tooLong, false)) : Optional.empty();
  }

  private Line taken(boolean tooLong, boolean complete) {
    return tooLong
        ? new Line.TooLong()
        : new Line.Text(line.toString(StandardCharsets.UTF_8), complete);
  }

  private boolean fill() throws IOException {
    position = 0;
    limit = Math.max(0, in.read(chunk));
    total += limit;
    return limit > 0;
  }

  /** Where the line ends in the chunk: at its newline, or at the chunk's end. */
  private int newline() {
    int at = position;
    while (at < limit && chunk[at] != '\n') {
      at++;
    }
    return at;
  }
}
