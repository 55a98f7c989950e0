package aether.redis.link;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.TransactionResult;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The use of a {@link Line}: commands, and transactions that cost one round trip. */
public final class Exchange implements Asked {
  private final StatefulRedisConnection<String, String> connection;
  private final RedisAsyncCommands<String, String> redis;
  private final Failures failures;

  Exchange(StatefulRedisConnection<String, String> connection, Failures failures) {
    connection.setAutoFlushCommands(false);
    this.connection = connection;
    this.redis = connection.async();
    this.failures = failures;
  }

  @Override
  public <T> T ask(Call<T> call) {
    RedisFuture<T> reply = call.on(redis);
    connection.flushCommands();
    return failures.await(connection, reply, Wiring.COMMAND_LIMIT);
  }

  /** Like {@link #ask}, for a reply that may be nil. */
  public <T> Optional<T> find(Call<T> call) {
    return Optional.ofNullable(ask(call));
  }

  /** Sends what was posted. */
  public void flush() {
    connection.flushCommands();
  }

  /** A command that goes out with the next one that is waited for. */
  public <T> Link.Answer<T> post(Call<T> call) {
    RedisFuture<T> reply = call.on(redis);
    return () -> failures.await(connection, reply, Wiring.COMMAND_LIMIT);
  }

  /**
   * Carries out {@code calls} as one transaction.
   *
   * @return their replies; empty when a watched key has changed and nothing was written
   * @throws IllegalStateException when one of them failed; the others are written all the same
   */
  public Optional<List<Object>> transact(List<Step> calls) {
    Optional<List<Object>> replies = attempt(calls, () -> {});
    replies.ifPresent(this::requireSuccess);
    return replies;
  }

  /**
   * As {@link #transact}, but a command that failed has in place of its reply what that means to a
   * caller, a {@link RuntimeException}.
   *
   * @param alongside posts what goes out right behind the transaction, in the same round trip
   */
  public Optional<List<Object>> attempt(List<Step> calls, Runnable alongside) {
    List<RedisFuture<?>> answers = new ArrayList<>();
    answers.add(redis.multi());
    calls.forEach(call -> answers.add(call.on(redis)));
    RedisFuture<TransactionResult> exec = redis.exec();
    alongside.run();
    connection.flushCommands();
    TransactionResult result = outcome(exec, answers);
    return result.wasDiscarded() ? Optional.empty() : Optional.of(replies(result, answers));
  }

  /** The first failure among {@code replies}, if there is one. */
  public static Optional<RuntimeException> failure(List<Object> replies) {
    return replies.stream()
        .filter(RuntimeException.class::isInstance)
        .map(RuntimeException.class::cast)
        .findFirst();
  }

  /** What Redis answered to each command; {@code answers} begins with that to MULTI. */
  private List<Object> replies(TransactionResult result, List<RedisFuture<?>> answers) {
    List<Object> replies = new ArrayList<>();
    for (int i = 0; i < result.size(); i++) {
      Object reply = result.get(i);
      replies.add(
          reply instanceof RedisCommandExecutionException failed
              ? failures.of(failed, Failures.key(answers.get(i + 1)))
              : reply);
    }
    return replies;
  }

  boolean isOpen() {
    return connection instanceof PlainConnection plain ? plain.isUsable() : connection.isOpen();
  }

  void close() {
    if (connection.isOpen()) {
      connection.closeAsync().exceptionally(_ -> null).join();
    }
  }

  private void requireSuccess(List<Object> replies) {
    failure(replies)
        .ifPresent(e -> {
          throw e;
        });
  }

  /** When Redis refuses a whole transaction, the first command it refused says why. */
  private TransactionResult outcome(
      RedisFuture<TransactionResult> exec, List<RedisFuture<?>> answers) {
    try {
      return failures.await(connection, exec, Wiring.COMMAND_LIMIT);
    } catch (RuntimeException e) {
      if (Failures.answered(e)) {
        answers.stream()
            .map(RedisFuture::toCompletableFuture)
            .filter(CompletableFuture::isCompletedExceptionally)
            .findFirst()
            .ifPresent(refused -> {
              throw failures.of(refused.exceptionNow());
            });
      }
      throw e;
    }
  }
}
