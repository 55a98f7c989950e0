package aether.observatory.pipeline;

import aether.message.ProjectId;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once that the bus went away, and once that it is back. Safe for several threads. */
final class BusWatch {
  private static final Logger LOG = LoggerFactory.getLogger(BusWatch.class);

  private final ProjectId me;
  private boolean away;
  private long since;

  BusWatch(ProjectId me) {
    this.me = me;
  }

  /** It did not answer. */
  synchronized void away(String why) {
    if (!away) {
      away = true;
      since = System.nanoTime();
      LOG.atWarn().addKeyValue("body", me).log("the bus is away, will try again: {}", why);
    }
  }

  /** It answered. */
  synchronized void back() {
    if (away) {
      away = false;
      LOG.atInfo()
          .addKeyValue("body", me)
          .addKeyValue("seconds", Duration.ofNanos(System.nanoTime() - since).toSeconds())
          .log("the bus is back");
    }
  }
}
