package aether.terminal;

import java.io.BufferedReader;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The three standard streams, as UTF-8 text.
 *
 * @param out for answers only
 * @param err for everything else
 * @param interactive whether a human sits at both ends
 */
public record Streams(BufferedReader in, PrintWriter out, PrintWriter err, boolean interactive) {
  /** Those of this process. */
  public static Streams system() {
    return new Streams(
        new BufferedReader(
            new InputStreamReader(new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8)),
        writer(FileDescriptor.out),
        writer(FileDescriptor.err),
        Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false));
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
  }
}
