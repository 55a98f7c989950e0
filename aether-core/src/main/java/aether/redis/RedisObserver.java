package aether.redis;

import aether.bus.Approvals;
import aether.bus.AuditTrail;
import aether.bus.Control;
import aether.bus.DeadLetters;
import aether.bus.Directory;
import aether.bus.EventLog;
import aether.bus.Liveness;
import aether.config.BusAddress;
import aether.redis.link.Link;
import java.util.List;

/** The read side of one bus. Safe for use by several threads. */
public final class RedisObserver implements AutoCloseable {
  private final Link link;
  private final boolean owner;
  private final EventLog events;
  private final Directory directory;

  private RedisObserver(Link link, boolean owner) {
    this.link = link;
    this.owner = owner;
    this.events = new RedisEventLog(link);
    this.directory = new RedisDirectory(link);
  }

  /**
   * Connects to the bus at {@code address}.
   *
   * @throws aether.bus.BusException.Unavailable when it cannot be reached
   * @throws aether.bus.BusException.Denied when it refuses the credentials
   */
  public static RedisObserver connect(BusAddress address) {
    return new RedisObserver(Link.open(address), true);
  }

  /** The read side over a link that another closes. */
  public static RedisObserver on(Link link) {
    return new RedisObserver(link, false);
  }

  public EventLog events() {
    return events;
  }

  public Directory directory() {
    return directory;
  }

  public Liveness liveness() {
    return new RedisLiveness(link);
  }

  public Control control() {
    return new RedisControl(link);
  }

  public DeadLetters deadLetters() {
    return new RedisDeadLetters(link);
  }

  public AuditTrail auditTrail() {
    return new RedisAuditTrail(link);
  }

  public Approvals approvals() {
    return new RedisApprovals(link);
  }

  /** What the server says of itself, as far as this user may ask. */
  public ServerInfo server() {
    return ServerInfoReader.read(link);
  }

  /** The certificates this connection depends on; none without TLS. */
  public List<Certificate> certificates() {
    return link.certificates();
  }

  /** Closes the connections. Does nothing on the read side of a {@code RedisBus}. */
  @Override
  public void close() {
    if (owner) {
      link.close();
    }
  }
}
