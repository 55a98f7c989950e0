package aether.bench;

import aether.config.BusAddress;
import aether.redis.local.Binary;
import aether.redis.local.LocalRedis;
import aether.redis.local.Running;
import aether.redis.local.Settings;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.file.Path;
import java.time.Duration;

/** A Redis of the benchmark's own, and a plain connection to it beside the one under test. */
final class Server implements AutoCloseable {
  private final Running running;
  private final RedisClient client;
  private final StatefulRedisConnection<String, String> connection;

  private Server(
      Running running, RedisClient client, StatefulRedisConnection<String, String> connection) {
    this.running = running;
    this.client = client;
    this.connection = connection;
  }

  /**
   * Starts one on a free port.
   *
   * @param durable whether it appends to a file, flushed every second
   */
  static Server start(Binary binary, Path dir, boolean durable) {
    Settings settings = Settings.scratch(dir);
    Running running = LocalRedis.start(binary, durable ? settings.durable() : settings);
    RedisClient client =
        RedisClient.create(
            RedisURI.builder()
                .withHost(running.address().host())
                .withPort(running.port())
                .withTimeout(Duration.ofMinutes(1))
                .build());
    return new Server(running, client, client.connect());
  }

  BusAddress address() {
    return running.address();
  }

  /** Where its files live. */
  Path dir() {
    return running.dir();
  }

  RedisCommands<String, String> redis() {
    return connection.sync();
  }

  RedisAsyncCommands<String, String> async() {
    return connection.async();
  }

  /** Another connection, for reads that wait or for pipelines that are flushed by hand. */
  StatefulRedisConnection<String, String> connection() {
    return client.connect();
  }

  /** What it has done so far, this question included. */
  Counts counts() {
    return Counts.of(redis().info("all"));
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    running.stop();
  }
}
