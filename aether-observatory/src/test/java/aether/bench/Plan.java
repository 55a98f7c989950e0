package aether.bench;

import aether.redis.write.RedisBus;
import java.time.Duration;

/**
 * How much is measured.
 *
 * @param warmUp rounds before the first measured one, for the compiler
 * @param rounds measured rounds of a workload, of which the median counts
 * @param messages messages of one throughput round
 * @param hops questions of the latency measurement
 * @param turns turns with a process in the place of the agent
 * @param benchmark requests of each redis-benchmark run
 * @param durable whether to measure on a Redis that keeps what is written, too
 * @param parallel turns at the same time
 * @param lease how long the owner of a Body may be silent before another takes it
 */
record Plan(
    int warmUp,
    int rounds,
    int messages,
    int hops,
    int turns,
    Duration idle,
    int benchmark,
    boolean durable,
    int parallel,
    Duration lease) {
  static final Plan FULL =
      new Plan(
          12, 5, 5_000, 2_000, 400, Duration.ofSeconds(10), 100_000, true, 64, RedisBus.LEASE_TTL);
  static final Plan SHORT =
      new Plan(
          4, 2, 5_000, 500, 100, Duration.ofSeconds(5), 20_000, false, 64, Duration.ofSeconds(3));

  /** For {@link Gate}. */
  static final Plan GATE =
      new Plan(2, 1, 2_500, 200, 0, Duration.ZERO, 0, false, 64, Duration.ofSeconds(3));

  Plan withParallel(int turns) {
    return new Plan(warmUp, rounds, messages, hops, turns, idle, benchmark, durable, turns, lease);
  }
}
