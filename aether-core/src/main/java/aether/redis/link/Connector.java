package aether.redis.link;

import aether.redis.Certificate;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.Optional;

/** How connections to one bus are made. Safe for use by several threads. */
interface Connector extends AutoCloseable {
  /**
   * A connection that several threads share.
   *
   * @throws aether.bus.BusException when the bus cannot be reached or refuses the credentials
   */
  StatefulRedisConnection<String, String> shared();

  /**
   * A connection for one thread at a time, which does not mend itself.
   *
   * @throws aether.bus.BusException as {@link #shared}
   */
  StatefulRedisConnection<String, String> exclusive();

  /** The certificate that the server has shown; empty where there is none to show. */
  Optional<Certificate> shown();

  /** Closes all its connections; waits a second for that at most. */
  @Override
  void close();
}
