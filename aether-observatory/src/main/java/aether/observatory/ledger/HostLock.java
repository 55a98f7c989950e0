package aether.observatory.ledger;

import aether.observatory.pipeline.Ledger.Unusable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Lets one thread of one process at a time work on the ledgers of a directory: {@code host.lock} in
 * it. It may be entered again by the thread that is in. A process that dies lets go.
 */
final class HostLock {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration BETWEEN = Duration.ofMillis(2);

  /** The system locks for a whole process; its threads wait for each other here. */
  private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

  private final Path file;
  private final ReentrantLock threads;

  HostLock(Path directory) {
    this.file = directory.resolve("host.lock").toAbsolutePath().normalize();
    this.threads = THREADS.computeIfAbsent(file, _ -> new ReentrantLock(true));
  }

  /**
   * Does {@code work}, alone, on a thread of its own: whoever interrupts the caller would else cut
   * a line in two, or keep what is known from being written. An interruption stays set.
   *
   * @throws Unusable when others did not let go for 10 s
   */
  <T> T within(Supplier<T> work) {
    if (threads.isHeldByCurrentThread()) {
      return work.get();
    }
    FutureTask<T> alone = new FutureTask<>(() -> alone(work));
    var _ = Thread.ofVirtual().name("ledger").start(alone);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return alone.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw thrown(e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static RuntimeException thrown(ExecutionException e) {
    if (e.getCause() instanceof Error error) {
      throw error;
    }
    return e.getCause() instanceof RuntimeException failure
        ? failure
        : new IllegalStateException(e);
  }

  private <T> T alone(Supplier<T> work) throws InterruptedException {
    if (!threads.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      throw busy();
    }
    try {
      return amongProcesses(work);
    } finally {
      threads.unlock();
    }
  }

  private <T> T amongProcesses(Supplier<T> work) {
    try {
      PrivateDirectory.make(file);
      try (FileChannel channel =
              FileChannel.open(
                  file,
                  PrivateDirectory.options(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                  PrivateDirectory.mode(file, "rw-------"));
          FileLock _ = lock(channel)) {
        return work.get();
      }
    } catch (IOException e) {
      throw new Unusable(
          "cannot lock the ledgers with " + file + " (" + e.getClass().getSimpleName() + ")", e);
    }
  }

  private FileLock lock(FileChannel channel) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Optional<FileLock> lock = Optional.ofNullable(channel.tryLock());
    while (lock.isEmpty()) {
      if (System.nanoTime() - deadline > 0) {
        throw busy();
      }
      LockSupport.parkNanos(BETWEEN.toNanos());
      lock = Optional.ofNullable(channel.tryLock());
    }
    return lock.get();
  }

  private Unusable busy() {
    return new Unusable(
        "another process has held " + file + " for " + PATIENCE.toSeconds() + " s; end it");
  }
}
