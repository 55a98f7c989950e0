package aether.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * {@code scripts/bench --gate}: whether anything has become grossly slower, told by what is reached
 * of the limit of the same minute, which a busy machine lowers as well. A third of what
 * docs/performance.md names is enough; the best of a few rounds counts, and one that is good enough
 * is the last.
 */
record Gate(Server server, Plan plan) {
  private static final int ROUNDS = 5;

  /** Percents of what the same commands reach pipelined. */
  private static final double NO_REPLY = 42.0;

  private static final double REPLY = 36.0;

  private static final double COMMANDS = 24;
  private static final double TRIPS = 4;

  private record Measure(Row row, boolean passed) {}

  /** Prints what was reached. @return whether all of it is good enough */
  boolean passes() throws InterruptedException {
    List<Measure> measures = new ArrayList<>();
    measures.add(throughput("no reply", false, NO_REPLY / 3));
    measures.add(throughput("reply", true, REPLY / 3));
    measures.addAll(trips());
    System.out.print(Row.table(measures.stream().map(Measure::row).toList()));
    return measures.stream().allMatch(Measure::passed);
  }

  private Measure throughput(String what, boolean replies, double least)
      throws InterruptedException {
    Throughput ours = new Throughput(server, plan, replies);
    Replay limit = new Replay(server, plan, replies);
    double best = 0;
    for (int i = 0; i < ROUNDS && best < least; i++) {
      best = Math.max(best, 100 * ours.round().perSecond() / limit.round());
    }
    return new Measure(
        new Row(
            "%,d messages, %s".formatted(plan.messages(), what),
            "",
            "same commands pipelined",
            Row.number(best) + " %",
            Row.goal("≥ %.0f %%".formatted(least), best >= least)),
        best >= least);
  }

  /** What Redis is asked does not depend on what else runs, but for a beat now and then. */
  private List<Measure> trips() {
    Counts counts = new Singly(server, plan).counts(true, 2, plan.hops());
    return List.of(
        each("commands", counts.total(), COMMANDS), each("round trips", counts.reads(), TRIPS));
  }

  private Measure each(String what, long count, double usual) {
    double ratio = count / usual / plan.hops();
    return new Measure(
        new Row(
            what + " of a message, reply",
            Row.number(ratio * usual),
            Row.number(usual) + " as documented",
            Row.percent(ratio, 1),
            Row.goal("≤ 125 %", ratio <= 1.25)),
        ratio <= 1.25);
  }
}
