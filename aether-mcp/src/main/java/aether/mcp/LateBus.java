package aether.mcp;

import aether.bus.BusException;
import aether.config.BusAddress;
import aether.redis.RedisObserver;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bus, connected when it is first needed: a server without its bus still answers, and says what
 * is wrong. Safe for use by several threads.
 */
final class LateBus implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LateBus.class);

  private final BusAddress address;
  private Optional<RedisObserver> observer = Optional.empty();

  LateBus(BusAddress address) {
    this.address = address;
  }

  /** Begins to connect, so that the first call need not wait. */
  void connectAhead() {
    var _ =
        Thread.ofVirtual()
            .name("connect-ahead")
            .start(() -> {
              try {
                var _ = readSide();
              } catch (BusException e) {
                LOG.atWarn().addKeyValue("reason", e.getMessage()).log("no bus yet");
              }
            });
  }

  /**
   * The read side, connected.
   *
   * @throws BusException when it cannot be; the next call tries again
   */
  synchronized ReadSide readSide() {
    RedisObserver connected = observer.orElseGet(() -> RedisObserver.connect(address));
    observer = Optional.of(connected);
    return new ReadSide(connected.events(), connected.directory(), connected.liveness());
  }

  @Override
  public synchronized void close() {
    observer.ifPresent(RedisObserver::close);
  }
}
