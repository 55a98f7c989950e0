package aether.redis.link;

import aether.bus.BusException;
import aether.config.BusAddress;
import aether.redis.Certificate;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to one bus: a shared connection for commands that answer at once, {@linkplain Lane lanes}
 * for reads that wait, {@linkplain Line lines} for transactions. No command is ever sent again by
 * itself: what was on its way when a connection broke fails, and its sender finds out.
 *
 * <p>Safe for use by several threads.
 */
public final class Link implements Asked, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Link.class);

  private final Connector connector;
  private final Failures failures;
  private final List<Certificate> certificates;
  private volatile StatefulRedisConnection<String, String> shared;

  private Link(
      Connector connector,
      Failures failures,
      List<Certificate> certificates,
      StatefulRedisConnection<String, String> shared) {
    this.connector = connector;
    this.failures = failures;
    this.certificates = certificates;
    this.shared = shared;
  }

  /** Loads what takes long when a connection is first opened. */
  public static void load() {
    PlainConnection.load();
  }

  /**
   * Opens the shared connection; the others are opened when first used. A certificate that ends
   * soon is spoken of in the log.
   *
   * @throws aether.bus.BusException when the bus cannot be reached or refuses the credentials
   * @throws aether.config.ConfigException when a file that TLS needs cannot be used
   */
  public static Link open(BusAddress address) {
    // The certificates are measured by the clock that TLS itself measures them by.
    Instant now = InstantSource.system().instant();
    List<Certificate> certificates = new ArrayList<>();
    address.tls().ifPresent(tls -> certificates.addAll(PemFiles.read(tls, now)));
    Failures failures = new Failures(address);
    Connector connector =
        PlainConnector.fits(address)
            ? new PlainConnector(address, failures)
            : new PooledConnector(address);
    try {
      StatefulRedisConnection<String, String> shared = connector.shared();
      connector.shown().ifPresent(certificates::add);
      certificates.forEach(one -> one.warning(now).ifPresent(Link::warn));
      return new Link(connector, failures, List.copyOf(certificates), shared);
    } catch (BusException.Unavailable e) {
      connector.close();
      throw FirstWords.of(address, e);
    } catch (RuntimeException e) {
      connector.close();
      throw e;
    }
  }

  private static void warn(String ending) {
    LOG.atWarn().log("{}; renew it before (scripts/make-certs.sh)", ending);
  }

  /** Those this connection depends on: of the CA, of this client, of the server; none without. */
  public List<Certificate> certificates() {
    return certificates;
  }

  @Override
  public <T> T ask(Call<T> call) {
    return send(call).get();
  }

  /** Like {@link #ask} on the shared connection, for a reply that may be nil. */
  public <T> Optional<T> find(Call<T> call) {
    return Optional.ofNullable(ask(call));
  }

  /** Sends a command on the shared connection; several may be on their way at once. */
  public <T> Answer<T> send(Call<T> call) {
    StatefulRedisConnection<String, String> open = usable();
    var reply = call.on(open.async());
    return () -> await(open, reply);
  }

  private <T> T await(StatefulRedisConnection<String, String> open, RedisFuture<T> reply) {
    try {
      return failures.await(open, reply, Wiring.COMMAND_LIMIT);
    } catch (BusException.Unavailable e) {
      if (Failures.timedOut(e)
          || Failures.isElsewhere(e)
          || !(Failures.answered(e) || open.isOpen())) {
        replace(open);
      }
      throw e;
    }
  }

  /** The shared connection; a plain one that broke while nobody used it is replaced first. */
  private StatefulRedisConnection<String, String> usable() {
    StatefulRedisConnection<String, String> open = shared;
    if (open instanceof PlainConnection && !open.isOpen()) {
      replace(open);
    }
    return shared;
  }

  /**
   * One that is dead without having been closed does not mend itself, and one that is refused does
   * not say why.
   */
  private synchronized void replace(StatefulRedisConnection<String, String> dead) {
    if (shared.equals(dead)) {
      shared = connector.shared();
      var _ = dead.closeAsync();
    }
  }

  /** A connection for reads that wait, for one thread at a time. */
  public Lane lane() {
    return new Lane(connector::exclusive, failures);
  }

  /** A connection for transactions, for one thread at a time; it does not mend itself. */
  public Line line() {
    return new Line(connector::exclusive, failures);
  }

  @Override
  public void close() {
    connector.close();
  }

  /**
   * A reply on its way.
   *
   * @param <T> the reply
   */
  @FunctionalInterface
  public interface Answer<T> {
    /** Waits for it; {@code null} where Redis answers nil. */
    T get();
  }
}
