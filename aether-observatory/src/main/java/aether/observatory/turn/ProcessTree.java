package aether.observatory.turn;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;
import java.util.stream.Stream;

/**
 * A process and all it started, even what has left its group or outlived it.
 *
 * <p>Descendants of a dead process can no longer be asked for, so each start carries a mark in its
 * environment, which its children inherit; where the system shows no environments, only descendants
 * alive beneath the process are found.
 *
 * <p>For one thread.
 */
final class ProcessTree {
  private static final String MARK = "HEADLESS_RUN";
  private static final Path PROC = Path.of("/proc");
  private static final Duration POLL = Duration.ofMillis(10);
  private static final Duration AFTER_KILL = Duration.ofSeconds(2);

  private final Optional<ProcessHandle> root;
  private final String mark;
  private final YoungerProcesses candidates;

  /** Nothing was found after the root had ended, so that nobody is left to start anything. */
  private boolean gone;

  private ProcessTree(Optional<ProcessHandle> root, String mark, YoungerProcesses candidates) {
    this.root = root;
    this.mark = MARK + "=" + mark;
    this.candidates = candidates;
  }

  /** Starts {@code builder}'s process with {@code mark}, which no other process must bear. */
  static Process start(ProcessBuilder builder, String mark) throws IOException {
    builder.environment().put(MARK, mark);
    return builder.start();
  }

  /** What {@code root}, just started with {@code mark}, is and will be the root of. */
  static ProcessTree of(Process root, String mark) {
    return new ProcessTree(
        Optional.of(root.toHandle()), mark, YoungerProcesses.than(PROC, root.pid()));
  }

  /**
   * Ends at once all that bear {@code mark}, and {@code root} with its descendants.
   *
   * @return how many they were
   */
  static int kill(String mark, Optional<ProcessHandle> root) {
    ProcessTree tree = new ProcessTree(root, mark, YoungerProcesses.ofAnyAge());
    int count = tree.alive().size();
    tree.kill();
    return count;
  }

  /**
   * Asks all to end and, after {@code grace} or when interrupted meanwhile, ends them. An
   * interruption stays set.
   */
  void end(Duration grace) {
    Collection<ProcessHandle> asked = alive();
    asked.forEach(ProcessHandle::destroy);
    try {
      await(asked, grace);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    kill();
  }

  /** Ends all that is left, at once. */
  void kill() {
    boolean interrupted = Thread.interrupted();
    try {
      boolean ended = root.filter(ProcessHandle::isAlive).isEmpty();
      Collection<ProcessHandle> left = gone ? List.of() : alive();
      left.forEach(ProcessHandle::destroyForcibly);
      await(left, AFTER_KILL);
      gone = ended && left.isEmpty();
    } catch (InterruptedException e) {
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Collection<ProcessHandle> alive() {
    Map<Long, ProcessHandle> found = new LinkedHashMap<>();
    Optional<ProcessHandle> living = root.filter(ProcessHandle::isAlive);
    Stream.of(root.stream(), living.stream().flatMap(ProcessHandle::descendants), marked())
        .flatMap(handles -> handles)
        .filter(ProcessTree::isLiving)
        .forEach(handle -> found.put(handle.pid(), handle));
    return found.values();
  }

  /**
   * All that carry the mark. Only those are asked for a handle, which costs as much as the rest; a
   * number may have passed to another process meanwhile, so the mark is then looked for again. What
   * is older than the root, most of a host, is not looked at.
   */
  private Stream<ProcessHandle> marked() {
    String[] names = PROC.toFile().list();
    LongPredicate younger = candidates.now();
    return names == null
        ? Stream.empty()
        : Stream.of(names)
            .filter(name -> Character.isDigit(name.charAt(0)))
            .mapToLong(Long::parseLong)
            .filter(younger)
            .filter(this::isMarked)
            .boxed()
            .flatMap(pid -> ProcessHandle.of(pid).stream())
            .filter(handle -> isMarked(handle.pid()));
  }

  private boolean isMarked(long pid) {
    return read(pid, "environ").contains(mark);
  }

  /** Polls, as the system tells of the exit of nobody but an own child. */
  private static void await(Collection<ProcessHandle> handles, Duration limit)
      throws InterruptedException {
    long start = System.nanoTime();
    while (handles.stream().anyMatch(ProcessTree::isLiving)
        && System.nanoTime() - start < limit.toNanos()) {
      Thread.sleep(POLL);
    }
  }

  /** Alive and not merely waiting for its parent to take note of its end. */
  private static boolean isLiving(ProcessHandle handle) {
    return handle.isAlive() && !read(handle.pid(), "stat").contains(") Z ");
  }

  /** A file of the process in {@code /proc}; empty when it or the file is not there for us. */
  private static String read(long pid, String file) {
    try (InputStream in = new FileInputStream(PROC + "/" + pid + "/" + file)) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }
}
