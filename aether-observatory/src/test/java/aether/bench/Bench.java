package aether.bench;

import aether.redis.local.Binary;
import aether.redis.local.LocalRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code scripts/bench [--short | --gate] [--max-parallel N]}: measures one Observatory with an
 * agent that answers at once, beside what the same machine and the same Redis can do at most in the
 * same minute. Goals are printed and never enforced: the exit code says only whether it could
 * measure, and with {@code --gate}, which measures ratios alone, whether one is a third of what it
 * was.
 */
public final class Bench {
  private static final String USAGE =
      """
      usage: scripts/bench [--short | --gate] [--max-parallel N]
        --short           fewer rounds and messages: under a minute
        --gate            ratios alone, in half a minute; fails on a gross regression
        --max-parallel N  turns at the same time, 1 to 512 (default 64)\
      """;

  private static final String GATE = "--gate";

  private Bench() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    if (List.of(args).contains("--help") || List.of(args).contains("-h")) {
      System.out.println(USAGE);
      return;
    }
    Plan plan;
    try {
      plan = plan(List.of(args));
    } catch (IllegalArgumentException e) {
      System.err.println("bench: " + e.getMessage() + "\n" + USAGE);
      System.exit(2);
      return;
    }
    Path dir = Files.createTempDirectory("aether-bench-");
    boolean passed = true;
    try {
      if (List.of(args).contains(GATE)) {
        passed = gate(plan, dir);
      } else {
        measure(plan, dir);
      }
    } finally {
      delete(dir);
    }
    if (!passed) {
      System.err.println("bench: grossly slower than docs/performance.md says; see MISSED above");
      System.exit(1);
    }
  }

  private static boolean gate(Plan plan, Path dir) throws IOException, InterruptedException {
    try (Server server = Server.start(redis(dir), dir.resolve("memory"), false)) {
      new Suite(plan, server, "").warmUp();
      return new Gate(server, plan).passes();
    }
  }

  private static Binary redis(Path dir) throws IOException {
    return LocalRedis.find(System.getenv(), dir.resolve("bin"))
        .orElseThrow(() ->
            new IllegalStateException(
                "no Redis to measure with; install redis-server or set AETHER_REDIS_SERVER"));
  }

  private static void measure(Plan plan, Path dir) throws IOException, InterruptedException {
    Binary redis = redis(dir);
    System.out.printf(
        "redis %s (%s), Java %s, %d processors, --max-parallel %d%n",
        redis.version(),
        redis.origin(),
        Runtime.version().feature(),
        Runtime.getRuntime().availableProcessors(),
        plan.parallel());
    List<Row> rows = new ArrayList<>();
    try (Server server = Server.start(redis, dir.resolve("memory"), false)) {
      rows.addAll(new Suite(plan, server, "").everything());
    }
    if (plan.durable()) {
      try (Server server = Server.start(redis, dir.resolve("aof"), true)) {
        rows.addAll(new Suite(plan, server, ", AOF everysec").speed());
      }
    }
    rows.addAll(new Recovery(redis, dir.resolve("recovery"), plan.lease()).rows());
    System.out.println();
    System.out.print(Row.table(rows));
  }

  private static Plan plan(List<String> args) {
    Plan plan = Plan.FULL;
    for (int i = 0; i < args.size(); i++) {
      switch (args.get(i)) {
        case GATE -> plan = Plan.GATE.withParallel(plan.parallel());
        case "--short" -> plan = Plan.SHORT.withParallel(plan.parallel());
        case "--max-parallel" -> {
          i++;
          plan = plan.withParallel(number(i < args.size() ? args.get(i) : ""));
        }
        default -> throw new IllegalArgumentException("'" + args.get(i) + "' is no option");
      }
    }
    return plan;
  }

  private static int number(String text) {
    int value = text.matches("\\d{1,3}") ? Integer.parseInt(text) : 0;
    if (value < 1 || value > 512) {
      throw new IllegalArgumentException(
          "--max-parallel is '" + text + "'; give a number from 1 to 512");
    }
    return value;
  }

  private static void delete(Path dir) throws IOException {
    try (Stream<Path> files = Files.walk(dir)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
