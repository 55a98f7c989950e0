package aether.mcp;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The lines of a stream as UTF-8 text, each of bounded length. For one thread. */
final class Lines {
  private final InputStream in;
  private final int longest;

  /**
   * @param longest in bytes; of a longer line only that much is kept, which leaves no JSON
   */
  Lines(InputStream in, int longest) {
    this.in = new BufferedInputStream(in);
    this.longest = longest;
  }

  /** The next line without its line break; empty at the end of the stream. */
  Optional<String> next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int read = in.read();
    if (read < 0) {
      return Optional.empty();
    }
    while (read >= 0 && read != '\n') {
      if (line.size() < longest) {
        line.write(read);
      }
      read = in.read();
    }
    return Optional.of(line.toString(StandardCharsets.UTF_8));
  }
}
