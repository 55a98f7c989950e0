package aether.redis.local;

import aether.config.BusAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A local Redis that was seen to answer. */
public final class Running {
  private static final long TERM_SECONDS = 10;
  private static final long PAUSE_MILLIS = 10;
  private static final long KILL_SECONDS = 5;

  private final ProcessHandle process;
  private final Configuration configuration;
  private final Path dir;

  Running(ProcessHandle process, Configuration configuration, Path dir) {
    this.process = process;
    this.configuration = configuration;
    this.dir = dir;
  }

  /** The server's process. */
  public ProcessHandle process() {
    return process;
  }

  public int port() {
    return configuration.port();
  }

  /** Where its files live. The password, when it has one, stands in {@code redis.conf} there. */
  public Path dir() {
    return dir;
  }

  /** Whether it has a user for each component, and lets nobody else in. */
  public boolean knowsUsers() {
    return configuration.user().isPresent();
  }

  /** How to reach it: with its password, or as the keeper of its users. */
  public BusAddress address() {
    return new BusAddress(
        LocalRedis.HOST,
        configuration.port(),
        0,
        configuration.user(),
        configuration.password(),
        Optional.empty());
  }

  /**
   * Ends it: asks it to save and go, and kills it when it has not gone within 10 s. Does nothing
   * when it has gone already.
   */
  public void stop() {
    process.destroy();
    if (!hasEnded(TERM_SECONDS)) {
      process.destroyForcibly();
      if (!hasEnded(KILL_SECONDS)) {
        throw new LocalRedisException(
            "Redis (pid " + process.pid() + ") in " + dir + " does not end; end it by hand");
      }
    }
  }

  /** Sees to it that the server ends with this Java process, as a child should. */
  Running endingWithThisProcess() {
    Thread end = new Thread(process::destroy, "end-local-redis");
    Runtime.getRuntime().addShutdownHook(end);
    var _ = process.onExit().thenRun(() -> forget(end));
    return this;
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // This process is ending; the hook has been or will be run.
    }
  }

  /** Looks again and again: Java itself looks every two seconds at what is no child of its own. */
  private boolean hasEnded(long seconds) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    try {
      while (isThere()) {
        if (System.nanoTime() - deadline > 0) {
          return false;
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    return true;
  }

  /**
   * One that has ended is listed on where nobody asks for its exit code, as in a container without
   * an init; but it has no program any more.
   */
  private boolean isThere() {
    return process.isAlive() && process.info().command().isPresent();
  }
}
