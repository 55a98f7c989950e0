package aether.bench;

import java.lang.management.ManagementFactory;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Processor time used so far, in seconds. Unlike rates it hardly depends on what else the machine
 * has to do.
 *
 * @param ours this process, compiler and garbage collection included
 */
record Processor(double ours, double redis) {
  private static final Pattern USED = Pattern.compile("(?m)^used_cpu_(?:sys|user):([\\d.]+)");

  static Processor now(Server server) {
    double redis =
        USED.matcher(server.redis().info("cpu"))
            .results()
            .map(MatchResult::group)
            .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(':') + 1)))
            .sum();
    return new Processor(own(), redis);
  }

  Processor since(Processor before) {
    return new Processor(ours - before.ours, redis - before.redis);
  }

  private static double own() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getProcessCpuTime() / 1e9
        : 0;
  }
}
