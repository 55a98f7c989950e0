package aether.testkit;

import aether.config.BusAddress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A network between a client and Redis that can be as bad as networks are. */
public final class TcpProxy implements AutoCloseable {
  private final ServerSocket listener;
  private volatile BusAddress target;
  private final Queue<Way> ways = new ConcurrentLinkedQueue<>();
  private final AtomicInteger untilLoss = new AtomicInteger();
  private volatile boolean hole;

  private record Way(Socket client, Socket redis, AtomicBoolean losing, AtomicBoolean holed) {
    /** Whether what is said now is lost: in a hole, and ever after on a connection that met one. */
    boolean swallows(boolean hole) {
      if (hole) {
        holed.set(true);
      }
      return holed.get();
    }

    void reset() {
      reset(client);
      reset(redis);
    }

    private static void reset(Socket socket) {
      try (socket) {
        socket.setSoLinger(true, 0);
      } catch (IOException e) {
        // it is closed already
      }
    }
  }

  private TcpProxy(ServerSocket listener, BusAddress target) {
    this.listener = listener;
    this.target = target;
  }

  /** One on a free port of this machine. */
  public static TcpProxy to(BusAddress target) {
    try {
      ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      TcpProxy proxy = new TcpProxy(listener, target);
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

  /** From now on nothing comes through on any connection, until {@link #mend}. */
  public void swallow() {
    hole = true;
  }

  /**
   * What is sent from now on comes through again. What was swallowed stays lost, and the connection
   * with it: none goes on as if a part of what was said had not been.
   */
  public void mend() {
    hole = false;
    ways.stream().filter(way -> way.holed().get()).forEach(Way::reset);
  }

  /** Whoever connects from now on reaches {@code other}. */
  public void redirect(BusAddress other) {
    target = other;
  }

  /** Resets every connection there is. */
  public void reset() {
    for (Way way = ways.poll(); way != null; way = ways.poll()) {
      way.reset();
    }
  }

  /** Redis carries the {@code n}th EXEC from now on out; its reply is lost, and the connection. */
  public void loseReplyOfExec(int n) {
    untilLoss.set(n);
  }

  /** Whether that has happened. */
  public boolean hasLost() {
    return untilLoss.get() <= 0;
  }

  private void accept() {
    try {
      while (true) {
        pass(listener.accept());
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void pass(Socket client) throws IOException {
    try {
      Way way =
          new Way(
              client,
              new Socket(target.host(), target.port()),
              new AtomicBoolean(),
              new AtomicBoolean());
      ways.add(way);
      Thread.ofVirtual().start(() -> requests(way));
      Thread.ofVirtual().start(() -> replies(way));
    } catch (IOException e) {
      client.close(); // the server is gone, or went while it was called; the next one may find it
    }
  }

  private void requests(Way way) {
    byte[] buffer = new byte[1 << 16];
    try {
      InputStream in = way.client().getInputStream();
      OutputStream out = way.redis().getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        String text = new String(buffer, 0, n, StandardCharsets.ISO_8859_1);
        if (text.contains("\r\nEXEC\r\n") && untilLoss.getAndDecrement() == 1) {
          way.losing().set(true);
        }
        if (!way.swallows(hole)) {
          out.write(buffer, 0, n);
        }
      }
    } catch (IOException e) {
      // one side is gone
    }
    end(way);
  }

  private void replies(Way way) {
    byte[] buffer = new byte[1 << 16];
    try {
      InputStream in = way.redis().getInputStream();
      OutputStream out = way.client().getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (way.losing().get()) {
          break;
        }
        if (!way.swallows(hole)) {
          out.write(buffer, 0, n);
        }
      }
    } catch (IOException e) {
      // one side is gone
    }
    end(way);
  }

  private void end(Way way) {
    ways.remove(way);
    way.reset();
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    reset();
  }
}
