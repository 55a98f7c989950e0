package aether.redis.link;

import aether.config.BusAddress;
import aether.config.Secret;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisReactiveCommandsImpl;
import io.lettuce.core.StatefulRedisConnectionImpl;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.protocol.CommandType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The client library's commands over a {@link PlainSocket}: asynchronous ones alone. */
final class PlainConnection extends StatefulRedisConnectionImpl<String, String> {
  private final PlainSocket socket;

  private PlainConnection(PlainSocket socket, RedisCodec<String, String> codec) {
    super(socket, null, codec, Wiring.COMMAND_LIMIT); // RESP2 knows no pushes
    this.socket = socket;
  }

  /**
   * Makes what one-time tables the client library has: thousands of steps before the first byte.
   */
  static void load() {
    var _ = PlainSocket.room();
    var _ = ClientOptions.create();
    var _ = CommandType.PING.getBytes();
  }

  /**
   * Connects and logs in.
   *
   * @param shared whether several threads use it: then replies are read by a thread of its own
   * @throws aether.bus.BusException when the bus cannot be reached or refuses the credentials
   */
  static PlainConnection open(
      BusAddress address, RedisCodec<String, String> codec, boolean shared, Failures failures) {
    PlainConnection connection = connect(address, codec, shared, failures);
    try {
      List<RedisFuture<?>> replies = connection.greet(address);
      for (RedisFuture<?> reply : replies) {
        var _ = failures.await(connection, reply, Wiring.COMMAND_LIMIT);
      }
      if (shared) {
        connection.socket.attend();
      }
      return connection;
    } catch (RuntimeException e) {
      connection.closeNow();
      throw e;
    }
  }

  private static PlainConnection connect(
      BusAddress address, RedisCodec<String, String> codec, boolean shared, Failures failures) {
    Socket socket = null;
    try {
      // An interrupted thread that writes to a channel closes it, for others too.
      socket = shared ? new Socket() : SocketChannel.open().socket();
      socket.setTcpNoDelay(true);
      socket.setKeepAlive(true);
      InetAddress host = InetAddress.getByName(address.host());
      socket.connect(
          new InetSocketAddress(host, address.port()), (int) Wiring.CONNECT_LIMIT.toMillis());
      return new PlainConnection(new PlainSocket(socket), codec);
    } catch (IOException e) {
      close(socket, e);
      throw failures.of(e);
    }
  }

  private static void close(@Nullable Socket socket, IOException why) {
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException e) {
      why.addSuppressed(e);
    }
  }

  private List<RedisFuture<?>> greet(BusAddress address) {
    RedisAsyncCommands<String, String> redis = async();
    List<RedisFuture<?>> replies = new ArrayList<>();
    setAutoFlushCommands(false);
    replies.add(
        address
            .password()
            .map(Secret::reveal)
            .map(password ->
                address
                    .username()
                    .map(user -> redis.auth(user, password))
                    .orElseGet(() -> redis.auth(password)))
            .orElseGet(redis::ping));
    if (address.db() != 0) {
      replies.add(redis.select(address.db()));
    }
    flushCommands();
    setAutoFlushCommands(true);
    return replies;
  }

  /** Reads until {@code reply} is there; see {@link PlainSocket#readUntil}. */
  void readUntil(RedisFuture<?> reply, Duration limit) throws InterruptedException {
    socket.readUntil(reply.toCompletableFuture(), limit);
  }

  /** Closes it, also when that was done before. */
  void closeNow() {
    socket.close();
  }

  /** See {@link PlainSocket#isUsable}. */
  boolean isUsable() {
    return socket.isUsable();
  }

  @Override
  public boolean isOpen() {
    return super.isOpen() && socket.isOpen();
  }

  /** A dynamic proxy that takes long to make, for nobody. */
  @Override
  protected @Nullable RedisCommands<String, String> newRedisSyncCommandsImpl() {
    return null;
  }

  @Override
  protected @Nullable RedisReactiveCommandsImpl<String, String> newRedisReactiveCommandsImpl() {
    return null;
  }
}
