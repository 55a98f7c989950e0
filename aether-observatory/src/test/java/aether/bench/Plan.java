package aether.bench;

import java.time.Duration;

/**
 * How much is measured.
 *
 * @param rounds measured rounds of a workload, after one that is not counted
 * @param messages messages of one throughput round
 * @param hops questions of the latency measurement
 * @param benchmark requests of each redis-benchmark run
 * @param parallel turns at the same time
 */
record Plan(
    int rounds, int messages, int hops, Duration idle, int benchmark, int parallel, boolean help) {
  static final Plan FULL = new Plan(5, 5_000, 2_000, Duration.ofSeconds(10), 100_000, 64, false);
  static final Plan SHORT = new Plan(3, 5_000, 500, Duration.ofSeconds(10), 20_000, 64, false);

  Plan withParallel(int turns) {
    return new Plan(rounds, messages, hops, idle, benchmark, turns, help);
  }

  Plan helping() {
    return new Plan(rounds, messages, hops, idle, benchmark, parallel, true);
  }
}
