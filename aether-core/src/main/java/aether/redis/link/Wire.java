package aether.redis.link;

import aether.config.BusAddress;
import io.lettuce.core.RedisChannelWriter;
import io.lettuce.core.RedisException;
import io.lettuce.core.protocol.ConnectionFacade;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.protocol.RedisCommand;
import io.lettuce.core.protocol.RedisStateMachine;
import io.lettuce.core.resource.ClientResources;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A plain socket to Redis that is written by the thread that sends and read by the thread that
 * waits for a reply: no other thread has to be woken for either. What is sent together is one
 * write. It mends nothing; after the first failure every command on it fails.
 *
 * <p>For one thread at a time.
 */
final class Wire implements RedisChannelWriter, Replies {
  private static final ByteBufAllocator HEAP = new UnpooledByteBufAllocator(false);

  private static final int READ_AT_ONCE = 16 * 1024;

  /** A buffer that has grown beyond this is not kept. */
  private static final int BUFFER_KEPT = 256 * 1024;

  private final SocketChannel channel;
  private final InputStream in;
  private final ClientResources resources;
  private final RedisStateMachine decoder = new RedisStateMachine();
  private final List<RedisCommand<?, ?, ?>> unsent = new ArrayList<>();
  private final Queue<RedisCommand<?, ?, ?>> unanswered = new ArrayDeque<>();
  private final ByteBuf incoming = HEAP.heapBuffer(READ_AT_ONCE);
  private ByteBuf outgoing = HEAP.heapBuffer(READ_AT_ONCE);
  private @Nullable IOException broken;

  private Wire(SocketChannel channel, InputStream in, ClientResources resources) {
    this.channel = channel;
    this.in = in;
    this.resources = resources;
    decoder.setProtocolVersion(ProtocolVersion.RESP2);
  }

  /** Connects to {@code address}, without entering. */
  static Wire connect(BusAddress address, Duration limit, ClientResources resources)
      throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
      channel
          .socket()
          .connect(new InetSocketAddress(address.host(), address.port()), (int) limit.toMillis());
      return new Wire(channel, channel.socket().getInputStream(), resources);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public <K, V, T> RedisCommand<K, V, T> write(RedisCommand<K, V, T> command) {
    if (broken != null) {
      throw new RedisException("Currently not connected", broken);
    }
    unsent.add(command);
    return command;
  }

  @Override
  @SuppressWarnings("unchecked") // the same commands
  public <K, V> Collection<RedisCommand<K, V, ?>> write(
      Collection<? extends RedisCommand<K, V, ?>> commands) {
    commands.forEach(this::write);
    return (Collection<RedisCommand<K, V, ?>>) commands;
  }

  /** Sends what was written. A failure is that of every command without a reply. */
  @Override
  public void flushCommands() {
    if (unsent.isEmpty()) {
      return;
    }
    unsent.forEach(this::encode);
    unsent.clear();
    try {
      ByteBuffer bytes = outgoing.nioBuffer();
      while (bytes.hasRemaining()) {
        int _ = channel.write(bytes);
      }
    } catch (IOException e) {
      fail(e);
    }
    outgoing = emptied(outgoing);
  }

  @Override
  public void await(Future<?> reply, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!reply.isDone() && broken == null) {
      try {
        read(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
      } catch (SocketTimeoutException e) {
        fail(new IOException("no answer within " + limit.toMillis() + " ms", e));
      } catch (IOException e) {
        fail(e);
      } catch (RuntimeException e) {
        fail(new IOException("what was answered cannot be read", e));
      }
    }
  }

  @Override
  public boolean mayCome() {
    return broken == null && !(unanswered.isEmpty() && isHungUp());
  }

  @Override
  public void close() {
    fail(new IOException("the connection was closed"));
  }

  @Override
  public CompletableFuture<Void> closeAsync() {
    close();
    return CompletableFuture.completedFuture(null);
  }

  /** Nobody is told of the end of this one: whoever uses it next finds out. */
  @Override
  public void setConnectionFacade(ConnectionFacade facade) {}

  /** What is written waits for {@link #flushCommands} in any case. */
  @Override
  public void setAutoFlushCommands(boolean autoFlush) {}

  @Override
  public ClientResources getClientResources() {
    return resources;
  }

  private void encode(RedisCommand<?, ?, ?> command) {
    int from = outgoing.writerIndex();
    try {
      command.encode(outgoing);
      unanswered.add(command);
    } catch (RuntimeException e) {
      outgoing.writerIndex(from);
      command.completeExceptionally(e);
    }
  }

  private void read(long millis) throws IOException {
    channel.socket().setSoTimeout((int) millis);
    if (incoming.writeBytes(in, READ_AT_ONCE) < 0) {
      throw new EOFException("the connection was lost");
    }
    RedisCommand<?, ?, ?> next = unanswered.peek();
    while (next != null
        && incoming.isReadable()
        && decoder.decode(incoming, next.getOutput(), next::completeExceptionally)) {
      unanswered.remove();
      next.complete();
      next = unanswered.peek();
    }
    if (!incoming.isReadable()) {
      incoming.clear();
    } else if (incoming.readerIndex() > BUFFER_KEPT) {
      incoming.discardReadBytes();
    }
  }

  /** Whether the other side has closed it, or sends what nobody asked for. */
  private boolean isHungUp() {
    try {
      channel.configureBlocking(false);
      int unasked = channel.read(ByteBuffer.allocate(1));
      channel.configureBlocking(true);
      return unasked != 0;
    } catch (IOException e) {
      fail(e);
      return true;
    }
  }

  private void fail(IOException why) {
    if (broken != null) {
      return;
    }
    broken = why;
    try {
      channel.close();
    } catch (IOException e) {
      why.addSuppressed(e);
    }
    unsent.forEach(command -> command.completeExceptionally(why));
    unanswered.forEach(command -> command.completeExceptionally(why));
    unsent.clear();
    unanswered.clear();
  }

  private static ByteBuf emptied(ByteBuf buffer) {
    return buffer.capacity() > BUFFER_KEPT ? HEAP.heapBuffer(READ_AT_ONCE) : buffer.clear();
  }
}
