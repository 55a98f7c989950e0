package aether.redis.local;

/** There is no local Redis, or it did not start. The message is one line with the remedy. */
public final class LocalRedisException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LocalRedisException(String message) {
    super(message);
  }

  LocalRedisException(String message, Throwable cause) {
    super(message, cause);
  }
}
