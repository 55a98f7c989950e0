package aether.bench;

import aether.observatory.sandbox.Sandbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Everything that is measured on one server; says on the way what it does. */
record Suite(Plan plan, Server server, String where) {
  private static final int SINGLE_MESSAGES = 300;
  private static final int MANY_BODIES = 20;
  private static final Duration TURN = Duration.ofSeconds(1);
  private static final int TURNS = 20;

  /** All workloads, on a Redis that keeps nothing. */
  List<Row> everything() throws InterruptedException {
    warmUp();
    List<Row> rows = new ArrayList<>(speed());
    rows.addAll(overheads());
    rows.addAll(trips());
    rows.add(slowTurns());
    rows.add(idle());
    return rows;
  }

  /** The workloads whose speed depends on whether Redis keeps what is written. */
  List<Row> speed() throws InterruptedException {
    reference();
    List<Row> rows = new ArrayList<>();
    rows.addAll(throughput(false, 6_600));
    rows.addAll(throughput(true, 5_460));
    rows.addAll(hops());
    return rows;
  }

  /** Rounds that nobody measures, for the compiler. */
  void warmUp() {
    Throughput round = new Throughput(server, plan, true);
    for (int i = 0; i < plan.warmUp(); i++) {
      var _ = round.round();
    }
  }

  private void reference() throws InterruptedException {
    RedisBenchmark benchmark = new RedisBenchmark(server, plan.benchmark());
    String[] add = {"XADD", "bench:stream", "MAXLEN", "~", "50000", "*", "data", "x".repeat(400)};
    say(1, 1, "PING", benchmark.run(1, 1, "PING"));
    say(1, 1, "XADD", benchmark.run(1, 1, add));
    say(50, 16, "XADD", benchmark.run(50, 16, add));
  }

  private void say(
      int connections, int pipeline, String command, Optional<RedisBenchmark.Result> result) {
    String what =
        "redis-benchmark -c %d -P %d %s%s".formatted(connections, pipeline, command, where);
    System.out.println(
        result
            .map(r ->
                "%s: %s/s, p50 %s ms"
                    .formatted(what, Row.number(r.perSecond()), Row.number(r.p50())))
            .orElse(what + ": not measured, redis-benchmark is not on the PATH"));
  }

  private List<Row> throughput(boolean replies, double goal) throws InterruptedException {
    Throughput ours = new Throughput(server, plan, replies);
    Replay limit = new Replay(server, plan, replies);
    List<Throughput.Round> reached = new ArrayList<>();
    List<Double> possible = new ArrayList<>();
    for (int i = -1; i < plan.rounds(); i++) {
      Throughput.Round one = ours.round();
      double other = limit.round();
      if (i >= 0) {
        reached.add(one);
        possible.add(other);
      }
    }
    double rate = median(reached, Throughput.Round::perSecond);
    double most = median(possible, Double::doubleValue);
    double each = 1e6 / plan.messages();
    String what =
        "%,d messages, %s%s".formatted(plan.messages(), replies ? "reply" : "no reply", where);
    return List.of(
        new Row(
            what,
            Row.number(rate) + "/s",
            Row.number(most) + "/s, same commands pipelined",
            Row.percent(rate, most),
            Row.goal("≥ %,.0f/s, ≥ 50 %%".formatted(goal), rate >= goal && rate * 2 >= most)),
        new Row(
            what + ", processor",
            Row.number(each * median(reached, round -> round.used().ours())) + " µs each",
            "Redis " + Row.number(each * median(reached, round -> round.used().redis())) + " µs",
            "",
            ""));
  }

  private static <T> double median(List<T> rounds, ToDoubleFunction<T> value) {
    return Rounds.median(rounds.stream().mapToDouble(value).toArray());
  }

  private List<Row> hops() throws InterruptedException {
    Singly singly = new Singly(server, plan);
    double[] hops = singly.hops();
    double[] pings = singly.pings();
    return List.of(hop(50, 1, hops, pings), hop(99, 5, hops, pings));
  }

  private Row hop(int percent, double goal, double[] hops, double[] pings) {
    double hop = Rounds.percentile(percent, hops);
    double ping = Rounds.percentile(percent, pings);
    return new Row(
        "hop p%d, one in flight%s".formatted(percent, where),
        "%.2f ms".formatted(hop),
        "PING %.3f ms".formatted(ping),
        String.format(Locale.ROOT, "%.1f ×", hop / ping),
        Row.goal("≤ %.0f ms".formatted(goal), hop <= goal));
  }

  private List<Row> overheads() throws InterruptedException {
    Singly singly = new Singly(server, plan);
    double[] millis = singly.overheads(StandIn.unconfined());
    List<Row> rows = new ArrayList<>();
    rows.add(overhead(50, 5, millis));
    rows.add(overhead(99, 25, millis));
    Optional<Sandbox> sandbox = StandIn.sandbox();
    if (sandbox.isPresent()) {
      double[] confined = singly.overheads(sandbox.get());
      rows.add(
          new Row(
              "the same in bubblewrap p50 / p99",
              "%.2f / %.1f ms"
                  .formatted(Rounds.percentile(50, confined), Rounds.percentile(99, confined)),
              "",
              "",
              ""));
    }
    return rows;
  }

  private static Row overhead(int percent, double goal, double[] millis) {
    double own = Rounds.percentile(percent, millis);
    return new Row(
        "turn without its process p%d".formatted(percent),
        "%.2f ms".formatted(own),
        "",
        "",
        Row.goal("≤ %.0f ms".formatted(goal), own <= goal));
  }

  private List<Row> trips() {
    List<Row> rows = new ArrayList<>();
    for (boolean replies : new boolean[] {false, true}) {
      for (int bodies : new int[] {2, MANY_BODIES}) {
        String what = "%s, %d Bodies".formatted(replies ? "reply" : "no reply", bodies);
        Counts single = new Singly(server, plan).counts(replies, bodies, SINGLE_MESSAGES);
        rows.addAll(trips(what + ", one in flight", single, SINGLE_MESSAGES));
        Counts load = new Throughput(server, plan, replies).load(bodies);
        rows.addAll(trips(what + ", under load", load, plan.messages()));
      }
    }
    return rows;
  }

  private static List<Row> trips(String what, Counts counts, int messages) {
    double trips = (double) counts.reads() / messages;
    double commands = (double) counts.total() / messages;
    System.out.println(what + ": " + counts.breakdown(messages));
    return List.of(
        new Row(
            "round trips per message, " + what,
            Row.number(trips),
            "3: read, reserve, settle",
            Row.percent(trips, 3),
            Row.goal("≤ 4", toOneDecimal(trips) <= 4)),
        new Row(
            "commands per message, " + what,
            Row.number(commands),
            "",
            "",
            Row.goal("≤ 24", toOneDecimal(commands) <= 24)));
  }

  /** Beats, lease and roster go by the clock; what they add to a message is not its own. */
  private static double toOneDecimal(double value) {
    return Math.round(value * 10) / 10.0;
  }

  private Row slowTurns() {
    Agent agent = Agent.taking(TURN);
    try (Body body = Body.on(server, agent, 2, TURNS)) {
      Questions.preload(server, TURNS);
      long began = System.nanoTime();
      body.start();
      Rounds.waitFor(() -> agent.runs() >= TURNS && body.isIdle());
      double seconds = (System.nanoTime() - began) / 1e9;
      return new Row(
          "20 conversations × 1 s, --max-parallel 20",
          "%.2f s".formatted(seconds),
          "1.00 s",
          Row.percent(seconds, 1),
          Row.goal("≤ 1.3 s", seconds <= 1.3));
    }
  }

  private Row idle() throws InterruptedException {
    Idle idle = Idle.measure(server, plan);
    System.out.printf(
        "idle: %.2f %% of one processor, %d threads: %s%n",
        idle.processor(), idle.threadCount(), idle.threads());
    return new Row(
        "idle, %d s: Redis commands".formatted(plan.idle().toSeconds()),
        "%.2f/s".formatted(idle.commands()),
        "",
        "",
        Row.goal("≤ 2/s", idle.commands() <= 2.0));
  }
}
