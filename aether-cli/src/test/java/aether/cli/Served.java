package aether.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Servers that a user at a terminal has started and not ended yet. */
final class Served {
  private final List<Thread> servers = new ArrayList<>();

  /** Starts one. @return where it says that it listens */
  URI start(Desktop desktop, String... args) throws Exception {
    PipedWriter out = new PipedWriter();
    PipedReader said = new PipedReader(out);
    StringWriter err = new StringWriter();
    servers.add(
        Thread.ofVirtual()
            .start(() -> {
              int _ = desktop.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
            }));
    StringBuilder line = new StringBuilder();
    Matcher address = Pattern.compile("https?://[^\\s/]+:\\d+/").matcher(line);
    while (!address.reset(line).find()) {
      int next = said.read();
      assertThat(next).as("%s%s", line, err).isNotNegative();
      line.append((char) next);
    }
    return URI.create(address.group());
  }

  /** Ends them all. */
  void end() throws InterruptedException {
    for (Thread server : servers) {
      server.interrupt();
      server.join();
    }
  }
}
