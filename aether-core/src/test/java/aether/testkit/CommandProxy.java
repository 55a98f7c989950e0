package aether.testkit;

import aether.config.BusAddress;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What lies between one process and Redis, command by command: it knows what was sent, and can end
 * the process, as far as Redis sees it, before or right after any one command. From then on nothing
 * of that process comes through again.
 */
public final class CommandProxy implements AutoCloseable {
  /** What a connection says of itself; nothing is written by it. */
  private static final Set<String> GREETINGS = Set.of("HELLO", "CLIENT", "AUTH", "SELECT", "PING");

  /**
   * A command of a process.
   *
   * @param name its name
   * @param nth how many of that name it has sent then, this one included
   */
  public record Sent(String name, int nth) {
    @Override
    public String toString() {
      return name + " " + nth;
    }
  }

  /** When the process ends: before Redis gets the command, or when it has carried it out. */
  public record End(Sent at, boolean after) {
    @Override
    public String toString() {
      return (after ? "after " : "before ") + at;
    }
  }

  private record Way(Socket client, Socket redis) {}

  private final ServerSocket listener;
  private final BusAddress target;
  private final Optional<End> end;
  private final Runnable onEnd;
  private final Queue<Way> ways = new ConcurrentLinkedQueue<>();
  private final List<Sent> sent = new ArrayList<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private volatile boolean ended;

  private CommandProxy(
      ServerSocket listener, BusAddress target, Optional<End> end, Runnable onEnd) {
    this.listener = listener;
    this.target = target;
    this.end = end;
    this.onEnd = onEnd;
  }

  /**
   * One on a free port of this machine.
   *
   * @param end when the process ends; empty when it does not
   * @param onEnd called, on any thread, when that is
   */
  public static CommandProxy to(BusAddress target, Optional<End> end, Runnable onEnd) {
    try {
      ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      CommandProxy proxy = new CommandProxy(listener, target, end, onEnd);
      Thread.ofVirtual().start(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it listens. */
  public BusAddress address() {
    return new BusAddress(
        "127.0.0.1",
        listener.getLocalPort(),
        target.db(),
        target.username(),
        target.password(),
        target.tls());
  }

  /** Everything that was sent so far, greetings excepted. */
  public List<Sent> sent() {
    synchronized (sent) {
      return List.copyOf(sent);
    }
  }

  /** Whether the process has come to its end. */
  public boolean hasEnded() {
    return ended;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Way way = new Way(client, new Socket(target.host(), target.port()));
        way.redis().setTcpNoDelay(true);
        ways.add(way);
        Thread.ofVirtual().start(() -> requests(way));
        Thread.ofVirtual().start(() -> replies(way));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void requests(Way way) {
    try {
      InputStream in = new BufferedInputStream(way.client().getInputStream());
      OutputStream out = way.redis().getOutputStream();
      while (pass(way, in, out)) {
        // the next one
      }
    } catch (IOException e) {
      // one side is gone
    }
    cut(way);
  }

  /** Hands one command on. @return whether the process lives on */
  private boolean pass(Way way, InputStream in, OutputStream out) throws IOException {
    ByteArrayOutputStream raw = new ByteArrayOutputStream();
    Optional<Sent> command = note(read(in, raw));
    boolean last = command.isPresent() && end.map(End::at).equals(command);
    if (ended) {
      return false;
    }
    if (!last || end.filter(End::after).isPresent()) {
      raw.writeTo(out);
    }
    if (last) {
      end(way);
    }
    return !last;
  }

  private Optional<Sent> note(String name) {
    if (GREETINGS.contains(name)) {
      return Optional.empty();
    }
    synchronized (sent) {
      Sent command = new Sent(name, counts.merge(name, 1, Integer::sum));
      sent.add(command);
      return Optional.of(command);
    }
  }

  /** Nothing passes any more; what Redis was given, it has carried out when this returns. */
  private void end(Way last) throws IOException {
    ended = true;
    onEnd.run();
    listener.close();
    last.redis().shutdownOutput();
    ways.stream().filter(way -> !way.equals(last)).forEach(CommandProxy::cut);
  }

  private void replies(Way way) {
    byte[] buffer = new byte[1 << 16];
    try {
      InputStream in = way.redis().getInputStream();
      OutputStream out = way.client().getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (!ended) {
          out.write(buffer, 0, n);
        }
      }
    } catch (IOException e) {
      // one side is gone
    }
    ways.remove(way);
    cut(way);
  }

  /** Whether Redis still has a connection of the process. */
  public boolean isOpen() {
    return !ways.isEmpty();
  }

  private static void cut(Way way) {
    close(way.client());
    if (!way.redis().isOutputShutdown()) {
      close(way.redis());
    }
  }

  private static void close(Socket socket) {
    try (socket) {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // it is closed already
    }
  }

  /** Reads one command, all of it into {@code raw}. @return its name */
  private static String read(InputStream in, ByteArrayOutputStream raw) throws IOException {
    int parts = Integer.parseInt(line(in, raw).substring(1));
    String name = "";
    for (int part = 0; part < parts; part++) {
      int length = Integer.parseInt(line(in, raw).substring(1));
      byte[] text = in.readNBytes(length + 2);
      raw.writeBytes(text);
      if (part == 0) {
        name = new String(text, 0, length, StandardCharsets.US_ASCII).toUpperCase(Locale.ROOT);
      }
    }
    return name;
  }

  private static String line(InputStream in, ByteArrayOutputStream raw) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the process has hung up");
      }
      raw.write(next);
      if (next != '\r') {
        line.append((char) next);
      }
    }
    raw.write('\n');
    return line.toString();
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ways.forEach(way -> {
      close(way.client());
      close(way.redis());
    });
  }
}
