package aether.redis.write;

import aether.bus.BusException;
import aether.redis.link.Exchange;
import aether.redis.link.Step;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A transaction on its way through the {@link FencedWriter}, and its caller waiting. */
record Submission<T>(Transaction<T> transaction, CompletableFuture<T> told) implements Errand {
  List<Step> calls() {
    return transaction.calls();
  }

  Set<String> guards() {
    return transaction.guards();
  }

  @Override
  public boolean isInDoubt() {
    return transaction.inDoubt();
  }

  /** Whether {@code values} stop it. */
  boolean isVetoed(Map<String, String> values) {
    return transaction.veto().apply(values).isPresent();
  }

  /** Whether {@code values} stop it; if so, its caller is told. */
  boolean tellVeto(Map<String, String> values) {
    return transaction.veto().apply(values).map(told::complete).isPresent();
  }

  /** If it was written although its reply was lost, its caller is told. */
  void lookUp(Exchange redis) {
    try {
      transaction.already().apply(redis).ifPresent(told::complete);
    } catch (HalfWritten | BusException.Unusable e) {
      failed(e);
    }
  }

  void written(List<Object> replies) {
    told.complete(transaction.outcome().apply(replies));
  }
}
