package aether.redis.write;

import java.util.concurrent.CompletableFuture;

/** What the {@link FencedWriter} is asked to do, and its caller waiting. */
sealed interface Errand permits Submission, Reading {
  CompletableFuture<?> told();

  /** Whether it may have been done before. */
  boolean isInDoubt();

  default boolean isOpen() {
    return !told().isDone();
  }

  default void failed(RuntimeException failure) {
    told().completeExceptionally(failure);
  }
}
