package aether.bench;

import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * An Observatory to which nobody speaks.
 *
 * @param commands Redis commands per second
 * @param processor per cent of one processor, the benchmark included
 * @param threads platform threads by name, digits left out; those that carry virtual threads belong
 *     to the whole process and are not among them
 */
record Idle(double commands, double processor, Map<String, Long> threads) {
  private static final int BODIES = 2;
  private static final long SETTLING_MILLIS = 1_000;

  static Idle measure(Server server, Plan plan) throws InterruptedException {
    Set<Thread> others = Thread.getAllStackTraces().keySet();
    try (Body body = Body.on(server, Agent.instant(false), BODIES, plan.parallel())) {
      body.start();
      Thread.sleep(SETTLING_MILLIS);
      Counts before = server.counts();
      long began = System.nanoTime();
      Processor busy = Processor.now(server);
      Thread.sleep(plan.idle());
      double seconds = (System.nanoTime() - began) / 1e9;
      double processor = 100 * Processor.now(server).since(busy).ours() / seconds;
      Counts done = server.counts().since(before);
      return new Idle(done.total() / seconds, processor, threads(others));
    }
  }

  long threadCount() {
    return threads.values().stream().mapToLong(Long::longValue).sum();
  }

  private static Map<String, Long> threads(Set<Thread> others) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !others.contains(thread))
        .map(thread -> thread.getName().replaceAll("[-\\d]+$", ""))
        .filter(name -> !name.startsWith("ForkJoinPool"))
        .sorted(Comparator.naturalOrder())
        .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
  }
}
