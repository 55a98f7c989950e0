package aether.observatory.turn;

import aether.observatory.turn.Lines.Line;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One child process: fed, drained, limited, and ended with all it started.
 *
 * <p>Input, output and errors each have a thread of their own, so a child that never reads or never
 * stops writing blocks nobody. Of its errors the first 8 KiB are kept; its output is bounded by
 * {@link Lines}.
 */
final class ChildProcess {
  private static final int KEPT_ERRORS = 8 << 10;
  private static final int UNKNOWN_EXIT = -1;
  private static final Set<Integer> BY_SIGNAL = Set.of(128 + 1, 128 + 2, 128 + 15);
  private static final Duration STREAMS_CLOSE = Duration.ofSeconds(2);

  /** What is left to one that a human wants ended: whatever it does, it is soon gone. */
  private static final Duration INTERRUPTED = Duration.ofMillis(750);

  /** Told of each line, on the reading thread, before the next is read. */
  @FunctionalInterface
  interface Listener {
    Verdict line(Line line);
  }

  /** What a line means for the process. */
  enum Verdict {
    /** Go on. */
    MORE,
    /** All was said: it has the grace to end by itself. */
    FINISHED,
    /** End it now, reading nothing further. */
    REFUSED
  }

  /** Why it is over. */
  enum Stop {
    ENDED,
    REFUSED,
    WALL_CLOCK,
    IDLE,
    TOO_MUCH_OUTPUT
  }

  /**
   * How it ended.
   *
   * @param exitCode its own when {@code stop} is {@code ENDED}
   * @param errors the beginning of what it wrote to stderr
   */
  record Ending(Stop stop, int exitCode, String errors) {
    /** Whether a hang-up, an interrupt or a termination ended it that was not ours. */
    boolean isBySignal() {
      return stop == Stop.ENDED && BY_SIGNAL.contains(exitCode);
    }
  }

  /** How long it may take, be silent, and take to end. */
  record Patience(Duration wallClock, Duration idle, Duration killGrace) {
    static Patience of(ClaudeSettings.Limits limits) {
      return new Patience(limits.wallClock(), limits.idle(), limits.killGrace());
    }

    /** The same for something that takes no longer than {@code most}. */
    Patience atMost(Duration most) {
      Duration wall = wallClock.compareTo(most) < 0 ? wallClock : most;
      return new Patience(wall, wall, killGrace);
    }
  }

  private enum Signal {
    EXITED,
    CLOSED,
    FINISHED,
    REFUSED,
    TOO_MUCH
  }

  private final Process process;
  private final ProcessTree tree;
  private final Patience patience;
  private final Listener listener;
  private final BlockingQueue<Signal> signals = new ArrayBlockingQueue<>(8);
  private final AtomicLong lastLine = new AtomicLong(System.nanoTime());
  private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
  private volatile boolean hasSaidAll;

  private ChildProcess(Process process, String mark, Patience patience, Listener listener) {
    this.process = process;
    this.tree = ProcessTree.of(process, mark);
    this.patience = patience;
    this.listener = listener;
  }

  /**
   * Runs a process to its end; nothing of it is left when this returns or throws.
   *
   * @param register knows of it as long as it may be there
   * @throws IOException when it cannot be started
   * @throws InterruptedException when interrupted before all was said; it was ended within about a
   *     second. What was said whole, and perhaps paid for, is returned all the same
   */
  static Ending run(
      ProcessBuilder builder,
      byte[] input,
      Patience patience,
      Listener listener,
      ChildRegister register)
      throws IOException, InterruptedException {
    String mark = UUID.randomUUID().toString();
    register.begins(mark);
    try {
      Process process = ProcessTree.start(builder, mark);
      register.runs(mark, process.toHandle());
      return new ChildProcess(process, mark, patience, listener).run(input);
    } finally {
      register.ended(mark);
    }
  }

  private Ending run(byte[] input) throws InterruptedException {
    List<Thread> threads =
        List.of(
            start("stdin", () -> feed(process.getOutputStream(), input)),
            start("stdout", () -> read(process.getInputStream())),
            start("stderr", () -> drain(process.getErrorStream())),
            start("exit", () -> awaitExit(process)));
    try {
      Stop stop = await();
      if (stop == Stop.REFUSED || (stop == Stop.ENDED && !process.isAlive())) {
        tree.kill();
      } else {
        tree.end(patience.killGrace());
      }
      return ending(stop, threads);
    } catch (InterruptedException e) {
      tree.end(hurry());
      Ending ending = ending(Stop.ENDED, threads);
      if (hasSaidAll) {
        return ending;
      }
      throw e;
    }
  }

  private Ending ending(Stop stop, List<Thread> threads) throws InterruptedException {
    for (Thread thread : threads) {
      thread.join(STREAMS_CLOSE);
    }
    int exitCode = process.isAlive() ? UNKNOWN_EXIT : process.exitValue();
    return new Ending(stop, exitCode, errors.toString(StandardCharsets.UTF_8));
  }

  private Duration hurry() {
    Duration usual = patience.killGrace();
    return usual.compareTo(INTERRUPTED) < 0 ? usual : INTERRUPTED;
  }

  private Stop await() throws InterruptedException {
    Deadlines deadlines = new Deadlines(patience);
    boolean exited = false;
    boolean closed = false;
    while (!exited || !closed) {
      Optional<Stop> passed = deadlines.passed(lastLine.get());
      if (passed.isPresent()) {
        return passed.get();
      }
      switch (signals.poll(deadlines.rest(lastLine.get()), TimeUnit.NANOSECONDS)) {
        case null -> {}
        case REFUSED -> {
          return Stop.REFUSED;
        }
        case TOO_MUCH -> {
          return Stop.TOO_MUCH_OUTPUT;
        }
        case EXITED -> {
          exited = true;
          tree.kill(); // what it left behind may hold its output open
          deadlines.saidAll();
        }
        case CLOSED -> {
          closed = true;
          deadlines.saidAll();
        }
        case FINISHED -> deadlines.saidAll();
      }
    }
    return Stop.ENDED;
  }

  private void awaitExit(Process process) {
    process.onExit().join();
    signals.add(Signal.EXITED);
  }

  private void read(InputStream output) {
    try (output) {
      Lines lines = new Lines(output);
      boolean finished = false;
      for (var line = lines.next(); line.isPresent(); line = lines.next()) {
        if (line.get() instanceof Line.TooMuch) {
          signals.add(Signal.TOO_MUCH);
          return;
        }
        Verdict verdict = finished ? Verdict.MORE : listener.line(line.get());
        lastLine.set(System.nanoTime());
        if (verdict == Verdict.REFUSED) {
          signals.add(Signal.REFUSED);
          return;
        } else if (verdict == Verdict.FINISHED) {
          finished = true;
          hasSaidAll = true;
          signals.add(Signal.FINISHED);
        }
      }
    } catch (IOException e) {
      return; // closed under us when the process was ended; what was read counts
    } finally {
      signals.add(Signal.CLOSED);
    }
  }

  private void drain(InputStream stderr) {
    byte[] chunk = new byte[KEPT_ERRORS];
    try (stderr) {
      for (int n = stderr.read(chunk); n >= 0; n = stderr.read(chunk)) {
        errors.write(chunk, 0, Math.min(n, KEPT_ERRORS - errors.size()));
      }
    } catch (IOException e) {
      return; // as in read
    }
  }

  private static void feed(OutputStream stdin, byte[] input) {
    try (stdin) {
      stdin.write(input);
    } catch (IOException e) {
      return; // it ended or closed its input before reading all; its output tells how it went
    }
  }

  private static Thread start(String name, Runnable work) {
    return Thread.ofVirtual().name("claude-" + name).start(work);
  }
}
