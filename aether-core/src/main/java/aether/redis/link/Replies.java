package aether.redis.link;

import io.lettuce.core.api.StatefulConnection;
import java.time.Duration;
import java.util.concurrent.Future;

/** Who reads the replies that come over a connection. */
interface Replies {
  /**
   * Sees to it that {@code reply} comes: reads until it is there or has failed, within {@code
   * limit}, unless other threads do that.
   */
  void await(Future<?> reply, Duration limit);

  /** Whether the connection stands, as far as can be told without waiting. */
  boolean mayCome();

  /** Replies that are read by threads of the client library. */
  static Replies readElsewhere(StatefulConnection<?, ?> connection) {
    return new Replies() {
      @Override
      public void await(Future<?> reply, Duration limit) {}

      @Override
      public boolean mayCome() {
        return connection.isOpen();
      }
    };
  }
}
