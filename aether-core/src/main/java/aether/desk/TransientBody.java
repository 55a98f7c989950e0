package aether.desk;

import aether.bus.Body;
import aether.bus.BusException;
import aether.bus.Presence;
import aether.bus.PublishedKey;
import aether.bus.write.Heartbeat;
import aether.bus.write.Registrar;
import aether.message.IdSource;
import aether.message.ProjectId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The identity of a client that waits for one answer: registered and online until it is closed, and
 * then without a trace. Its ids are never those of a Body ({@link ProjectId#TRANSIENT_PREFIX}).
 */
public final class TransientBody implements AutoCloseable {
  /** How long a client that was killed still looks online. */
  public static final Duration TTL = Duration.ofSeconds(30);

  private final ProjectId id;
  private final Registrar registrar;
  private final Heartbeat heartbeat;
  private final InstantSource clock;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Thread beating;

  private TransientBody(
      ProjectId id, Registrar registrar, Heartbeat heartbeat, InstantSource clock) {
    this.id = id;
    this.registrar = registrar;
    this.heartbeat = heartbeat;
    this.clock = clock;
    this.beating = Thread.ofVirtual().name("heartbeat-" + id).unstarted(this::beat);
  }

  /** An identity nobody has had: the prefix and eight hex digits. */
  public static ProjectId fresh(IdSource ids) {
    return new ProjectId(
        ProjectId.TRANSIENT_PREFIX + ids.next().toString().replace("-", "").substring(0, 8));
  }

  /** The identity a user means by a label: cleaned, and under the reserved prefix (D40). */
  public static ProjectId labelled(String label) {
    String lower = label.toLowerCase(Locale.ROOT);
    String rest =
        lower.startsWith(ProjectId.TRANSIENT_PREFIX)
            ? lower.substring(ProjectId.TRANSIENT_PREFIX.length())
            : lower;
    return new ProjectId(ProjectId.TRANSIENT_PREFIX + ProjectId.typed(rest));
  }

  /**
   * Registers {@code id} and keeps it online.
   *
   * @param id under the reserved prefix
   * @param heartbeat that of {@code id}, with a TTL of {@link #TTL}
   */
  public static TransientBody announce(
      ProjectId id, Registrar registrar, Heartbeat heartbeat, InstantSource clock) {
    return announce(id, registrar, heartbeat, clock, Optional.empty());
  }

  /**
   * The same with the public key by which others know its signature.
   *
   * @param key empty when it signs nothing
   */
  public static TransientBody announce(
      ProjectId id,
      Registrar registrar,
      Heartbeat heartbeat,
      InstantSource clock,
      Optional<PublishedKey> key) {
    if (!id.isTransient()) {
      throw new IllegalArgumentException(
          "'" + id + "' is no transient id; it must begin with " + ProjectId.TRANSIENT_PREFIX);
    }
    TransientBody body = new TransientBody(id, registrar, heartbeat, clock);
    var _ =
        registrar.register(new Body(id, "a client that waits for an answer", List.of(), key), true);
    heartbeat.beat(new Presence.Idle(clock.instant()));
    body.beating.start();
    return body;
  }

  public ProjectId id() {
    return id;
  }

  /** Takes the identity off the bus. May be called more than once, and from any thread. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    closing.countDown();
    joinBeating();
    try {
      heartbeat.stop();
      registrar.dismiss(id);
    } catch (BusException e) {
      log().warn("'{}' stays on the bus for now: {}", id, e.getMessage());
    }
  }

  private void joinBeating() {
    try {
      boolean _ = beating.join(Duration.ofSeconds(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void beat() {
    try {
      while (!closing.await(TTL.toMillis() / 3, TimeUnit.MILLISECONDS)) {
        beatOnce();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void beatOnce() {
    try {
      heartbeat.beat(new Presence.Idle(clock.instant()));
    } catch (BusException e) {
      log().debug("no heartbeat this time: {}", e.getMessage());
    }
  }

  private static Logger log() {
    return LoggerFactory.getLogger(TransientBody.class);
  }
}
