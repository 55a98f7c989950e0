package aether.observatory.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * Thousands of worlds, one per seed. {@code -Daether.seed=N} lives through one of them again;
 * {@code -Daether.seeds=N} says how many there are.
 */
class SimulationTest {
  private static final int THREADS = 2;

  @Test
  void in_every_world_nothing_is_lost_nothing_happens_twice_and_it_comes_to_rest()
      throws InterruptedException, ExecutionException {
    Long only = Long.getLong("aether.seed");
    if (only != null) {
      assertThat(failure(only)).isEmpty();
      return;
    }
    int seeds = Integer.getInteger("aether.seeds", 10_000);
    AtomicBoolean failed = new AtomicBoolean();
    List<Future<Optional<String>>> parts = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(THREADS)) {
      for (int part = 0; part < THREADS; part++) {
        int first = part;
        parts.add(pool.submit(() -> firstFailure(first, seeds, failed)));
      }
    }
    for (Future<Optional<String>> part : parts) {
      assertThat(part.get()).isEmpty();
    }
  }

  private static Optional<String> firstFailure(int first, int seeds, AtomicBoolean failed)
      throws InterruptedException {
    for (long seed = first; seed < seeds && !failed.get(); seed += THREADS) {
      Optional<String> failure = failure(seed);
      if (failure.isPresent()) {
        failed.set(true);
        return failure;
      }
    }
    return Optional.empty();
  }

  /** What went wrong in a world, and how to see it again. */
  private static Optional<String> failure(long seed) throws InterruptedException {
    List<String> complaints;
    try {
      complaints = new World(seed, Sim.Mutation.NONE).live();
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("seed " + seed + ": replay with -Daether.seed=" + seed, e);
    }
    return complaints.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "seed "
                + seed
                + ", replay with -Daether.seed="
                + seed
                + ":\n"
                + String.join("\n", complaints));
  }
}
