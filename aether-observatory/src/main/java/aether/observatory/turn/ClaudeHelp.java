package aether.observatory.turn;

import aether.observatory.turn.ChildProcess.Patience;
import aether.observatory.turn.ChildProcess.Verdict;
import aether.observatory.turn.Lines.Line;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** Asks {@code claude --help} once which flags this version knows. Safe for several threads. */
final class ClaudeHelp {
  private final ReentrantLock asking = new ReentrantLock();
  private Optional<ClaudeFeatures> features = Optional.empty();

  /**
   * The answer of {@code help}, run at the first call only; one that says anything else, or nothing
   * in time, lists none.
   *
   * @throws IOException when it cannot be started; the next call asks again
   */
  ClaudeFeatures features(ProcessBuilder help, Patience patience)
      throws IOException, InterruptedException {
    asking.lockInterruptibly();
    try {
      if (features.isEmpty()) {
        Listing listing = new Listing();
        ChildProcess.run(help, new byte[0], patience, listing, ChildRegister.none());
        features = Optional.of(listing.features);
      }
      return features.get();
    } finally {
      asking.unlock();
    }
  }

  private static final class Listing implements ChildProcess.Listener {
    private ClaudeFeatures features = ClaudeFeatures.NONE;

    @Override
    public Verdict line(Line line) {
      if (line instanceof Line.Text text) {
        features = features.and(text.text());
      }
      return Verdict.MORE;
    }
  }
}
