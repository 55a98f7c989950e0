package aether.cli;

import java.io.StringWriter;
import java.time.Instant;

/** Remembers when a word was first written. */
final class StampedWriter extends StringWriter {
  private final String word;
  private Instant written = Instant.MAX;

  StampedWriter(String word) {
    this.word = word;
  }

  Instant written() {
    return written;
  }

  @Override
  public void write(char[] text, int from, int length) {
    super.write(text, from, length);
    stamp();
  }

  @Override
  public void write(String text, int from, int length) {
    super.write(text, from, length);
    stamp();
  }

  private void stamp() {
    if (written.equals(Instant.MAX) && getBuffer().indexOf(word) >= 0) {
      written = Instant.now();
    }
  }
}
