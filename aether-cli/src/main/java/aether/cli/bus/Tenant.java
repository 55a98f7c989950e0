package aether.cli.bus;

import aether.redis.local.LocalRedis;
import aether.redis.local.RespConnection;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Optional;

/** Who listens on a port of this machine already. */
enum Tenant {
  NOBODY,
  REDIS,
  OTHER;

  private static final Duration LIMIT = Duration.ofMillis(500);

  /** Knocks at {@code port} and listens how it is answered. */
  static Tenant of(int port) {
    try (RespConnection connection =
        RespConnection.open(LocalRedis.HOST, port, Optional.empty(), LIMIT)) {
      return "PONG".equals(connection.call("PING")) ? REDIS : OTHER;
    } catch (RespConnection.Refused e) {
      return REDIS;
    } catch (ConnectException e) {
      return NOBODY;
    } catch (IOException e) {
      return OTHER;
    }
  }
}
