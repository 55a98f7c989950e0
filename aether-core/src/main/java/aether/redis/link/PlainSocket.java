package aether.redis.link;

import io.lettuce.core.RedisChannelWriter;
import io.lettuce.core.protocol.ConnectionFacade;
import io.lettuce.core.protocol.RedisCommand;
import io.lettuce.core.protocol.RedisStateMachine;
import io.lettuce.core.resource.ClientResources;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A connection without threads of its own: who sends a command writes it to the socket, and who
 * waits for a reply reads, for everybody who waits, until it is there. What the client library's
 * event loop would pass from thread to thread stays where it is.
 *
 * <p>Safe for use by several threads. Once anything went wrong it is closed, and every command that
 * had no reply yet fails: whether it was carried out is not known.
 */
final class PlainSocket implements RedisChannelWriter {
  /** How long a read does not look whether its thread was interrupted. */
  private static final int PATIENCE_MILLIS = 500;

  private static final int ROOM = 4 * 1024;
  private static final int MOST_ROOM_KEPT = 256 * 1024;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final RedisStateMachine replies = new RedisStateMachine();

  /** Commands without a reply, in the order in which they were sent; guarded by itself. */
  private final Deque<RedisCommand<?, ?, ?>> open = new ArrayDeque<>();

  private final ReentrantLock reading = new ReentrantLock();
  private final Object writing = new Object();
  private ByteBuf outgoing = room();
  private ByteBuf incoming = room();
  private boolean flushes = true;
  private volatile boolean attended;
  private volatile @Nullable IOException broken;

  /** A connection over {@code socket}, which is connected. */
  PlainSocket(Socket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
  }

  static ByteBuf room() {
    return Unpooled.buffer(ROOM);
  }

  /** Whether nothing has gone wrong with it yet, as far as was seen. */
  boolean isOpen() {
    return broken == null;
  }

  /**
   * Whether it can be used by a thread that has it to itself: that the server has closed it since
   * its last use is seen here. A socket without a channel is believed.
   */
  boolean isUsable() {
    SocketChannel channel = socket.getChannel();
    if (channel != null && isOpen() && reading.tryLock()) {
      try {
        look(channel);
      } finally {
        reading.unlock();
      }
    }
    return isOpen();
  }

  private void look(SocketChannel channel) {
    try {
      channel.configureBlocking(false);
      incoming.ensureWritable(ROOM);
      int read = incoming.writeBytes(channel, incoming.writableBytes());
      channel.configureBlocking(true);
      take(read);
    } catch (IOException | RuntimeException e) {
      fail(io(e));
    }
  }

  /**
   * Has replies read by a thread of its own from now on: a thread that is interrupted while it
   * reads may take the connection with it, which is not its own where several share one.
   */
  void attend() {
    attended = true;
    Thread reader = new Thread(this::readOn, "bus-reader");
    reader.setDaemon(true);
    reader.start();
  }

  private void readOn() {
    reading.lock();
    try {
      while (isOpen()) {
        receive(0);
      }
    } finally {
      reading.unlock();
    }
  }

  /**
   * Reads until {@code reply} is there, the connection is closed or {@code limit} is over.
   *
   * @throws InterruptedException when the thread was interrupted, which may close the connection
   */
  void readUntil(Future<?> reply, Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!attended && !reply.isDone() && isOpen()) {
      long left = deadline - System.nanoTime();
      if (left <= 0 || !reading.tryLock(left, TimeUnit.NANOSECONDS)) {
        return;
      }
      try {
        if (!reply.isDone()) {
          receive((int) Math.min(TimeUnit.NANOSECONDS.toMillis(left) + 1, PATIENCE_MILLIS));
        }
      } finally {
        reading.unlock();
      }
      if (Thread.interrupted()) {
        throw new InterruptedException("while waiting for a reply");
      }
    }
  }

  /**
   * Reads once, and completes the commands whose replies that brings.
   *
   * @param millis how long to wait for something to read; 0 for as long as it takes
   */
  private void receive(int millis) {
    try {
      socket.setSoTimeout(millis);
      incoming.ensureWritable(ROOM);
      take(incoming.writeBytes(in, incoming.writableBytes()));
    } catch (SocketTimeoutException e) {
      return;
    } catch (IOException | RuntimeException e) {
      fail(io(e));
    }
  }

  private void take(int read) throws IOException {
    if (read < 0) {
      throw new IOException("Connection closed by the server");
    }
    while (incoming.isReadable() && decode()) {}
    incoming = emptied(incoming.discardReadBytes());
  }

  private static IOException io(Exception e) {
    return e instanceof IOException io ? io : new IOException(e.getMessage(), e);
  }

  /** Whether there was a whole reply. */
  private boolean decode() throws IOException {
    RedisCommand<?, ?, ?> command;
    synchronized (open) {
      command = open.peek();
    }
    if (command == null) {
      throw new IOException("Connection closed: the server said what nobody has asked");
    }
    if (!replies.decode(incoming, command.getOutput())) {
      return false;
    }
    synchronized (open) {
      open.poll();
    }
    command.complete();
    return true;
  }

  @Override
  public <K, V, T> RedisCommand<K, V, T> write(RedisCommand<K, V, T> command) {
    synchronized (writing) {
      enqueue(command);
      if (flushes) {
        flushCommands();
      }
    }
    return command;
  }

  @Override
  @SuppressWarnings("unchecked") // what it was given, as what it has to return
  public <K, V> Collection<RedisCommand<K, V, ?>> write(
      Collection<? extends RedisCommand<K, V, ?>> commands) {
    synchronized (writing) {
      commands.forEach(this::enqueue);
      if (flushes) {
        flushCommands();
      }
    }
    return (Collection<RedisCommand<K, V, ?>>) commands;
  }

  private void enqueue(RedisCommand<?, ?, ?> command) {
    command.encode(outgoing);
    synchronized (open) {
      IOException failure = broken;
      if (failure == null) {
        open.add(command);
      } else {
        boolean _ = command.completeExceptionally(failure);
      }
    }
  }

  @Override
  public void flushCommands() {
    synchronized (writing) {
      try {
        if (outgoing.isReadable() && isOpen()) {
          outgoing.readBytes(out, outgoing.readableBytes());
        }
      } catch (IOException e) {
        fail(e);
      }
      outgoing = emptied(outgoing.discardReadBytes());
    }
  }

  @Override
  public void setAutoFlushCommands(boolean autoFlush) {
    synchronized (writing) {
      flushes = autoFlush;
    }
  }

  /** The same, but what a large batch has needed is given back. */
  private static ByteBuf emptied(ByteBuf buffer) {
    return buffer.isReadable() || buffer.capacity() <= MOST_ROOM_KEPT ? buffer : room();
  }

  /** Closes the connection; {@code why} is what its open commands fail with. */
  private void fail(IOException why) {
    Deque<RedisCommand<?, ?, ?>> lost;
    synchronized (open) {
      if (broken != null) {
        return;
      }
      broken = why;
      lost = new ArrayDeque<>(open);
      open.clear();
    }
    try {
      socket.close();
    } catch (IOException e) {
      why.addSuppressed(e);
    }
    lost.forEach(command -> command.completeExceptionally(why));
  }

  @Override
  public void close() {
    fail(new IOException("Connection closed"));
  }

  @Override
  public CompletableFuture<Void> closeAsync() {
    close();
    return CompletableFuture.completedFuture(null);
  }

  /** Nothing here tells the connection what has happened to it: it asks. */
  @Override
  public void setConnectionFacade(ConnectionFacade connection) {}

  @Override
  public ClientResources getClientResources() {
    return new NoResources();
  }
}
