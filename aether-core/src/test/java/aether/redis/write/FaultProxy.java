package aether.redis.write;

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
import java.util.concurrent.atomic.AtomicReference;

/** Stands between a client and Redis, and cuts one connection at the next EXEC when told to. */
final class FaultProxy implements AutoCloseable {
  /** What happens at the next EXEC. */
  enum Fault {
    NONE,
    /** Redis carries it out; the reply is lost and the connection closed. */
    REPLY_LOST_FIN,
    /** Redis carries it out; the reply is lost and the connection reset. */
    REPLY_LOST_RST,
    /** Redis never sees it; the connection is reset. */
    REQUEST_LOST
  }

  private final ServerSocket listener;
  private final int redisPort;
  private final AtomicReference<Fault> next = new AtomicReference<>(Fault.NONE);
  private final Queue<AtomicReference<Fault>> open = new ConcurrentLinkedQueue<>();

  private FaultProxy(ServerSocket listener, int redisPort) {
    this.listener = listener;
    this.redisPort = redisPort;
  }

  static FaultProxy to(PrivateRedis redis) throws IOException {
    ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    FaultProxy proxy = new FaultProxy(listener, redis.port());
    Thread.ofVirtual().start(proxy::accept);
    return proxy;
  }

  int port() {
    return listener.getLocalPort();
  }

  void atNextExec(Fault fault) {
    next.set(fault);
  }

  /** From now on the next reply of each open connection is lost, and the connection with it. */
  void loseReplies() {
    open.forEach(cut -> cut.set(Fault.REPLY_LOST_RST));
    open.clear();
  }

  /** Whether the fault has happened. */
  boolean isSpent() {
    return next.get() == Fault.NONE;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Socket redis = new Socket(InetAddress.getLoopbackAddress(), redisPort);
        AtomicReference<Fault> cut = new AtomicReference<>(Fault.NONE);
        open.add(cut);
        Thread.ofVirtual().start(() -> requests(client, redis, cut));
        Thread.ofVirtual().start(() -> replies(client, redis, cut));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void requests(Socket client, Socket redis, AtomicReference<Fault> cut) {
    byte[] buffer = new byte[1 << 16];
    try (client;
        redis) {
      InputStream in = client.getInputStream();
      OutputStream out = redis.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        String text = new String(buffer, 0, n, StandardCharsets.ISO_8859_1);
        if (text.contains("\r\nEXEC\r\n")) {
          cut.compareAndSet(Fault.NONE, next.getAndSet(Fault.NONE));
        }
        if (cut.get() == Fault.REQUEST_LOST) {
          client.setSoLinger(true, 0);
          return;
        }
        out.write(buffer, 0, n);
      }
    } catch (IOException e) {
      // one side is gone
    }
  }

  private void replies(Socket client, Socket redis, AtomicReference<Fault> cut) {
    byte[] buffer = new byte[1 << 16];
    try (client;
        redis) {
      InputStream in = redis.getInputStream();
      OutputStream out = client.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (cut.get() != Fault.NONE) {
          client.setSoLinger(cut.get() == Fault.REPLY_LOST_RST, 0);
          return;
        }
        out.write(buffer, 0, n);
      }
    } catch (IOException e) {
      // one side is gone
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
