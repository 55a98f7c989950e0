package aether.operator;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** One open page. Whoever reads too slowly is let go, and asks for everything when it returns. */
final class Listener {
  private static final int LONGEST_QUEUE = 1_000;
  private static final Duration ALIVE_EVERY = Duration.ofSeconds(15);
  private static final String ALIVE = ": alive\n\n";

  private final BlockingQueue<String> frames = new LinkedBlockingQueue<>(LONGEST_QUEUE);
  private volatile boolean ended;

  void offer(String frame) {
    ended = ended || !frames.offer(frame);
  }

  void end() {
    ended = true;
    boolean _ = frames.offer(ALIVE);
  }

  /** Writes what comes until it ends or the page goes away. */
  void writeTo(OutputStream out) throws IOException {
    write(out, "retry: 1000\n\nevent: hello\ndata: {}\n\n");
    try {
      while (!ended) {
        String frame = frames.poll(ALIVE_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        write(out, frame == null ? ALIVE : frame);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
