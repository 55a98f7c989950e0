package aether.bench;

import aether.observatory.sandbox.Sandbox;
import aether.redis.Keys;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** One message in flight at a time. */
record Singly(Server server, Plan plan) {
  private static final int WARM_UP = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** What Redis did for {@code count} messages, the benchmark's own questions left out. */
  Counts counts(boolean replies, int bodies, int count) {
    Agent agent = Agent.instant(replies);
    try (Body body = Body.on(server, agent, bodies, plan.parallel())) {
      body.start();
      ask(agent, body, WARM_UP);
      Counts before = server.counts();
      ask(agent, body, count);
      return server.counts().since(before).without("xadd", count);
    }
  }

  private void ask(Agent agent, Body body, int count) {
    for (int i = 0; i < count; i++) {
      int wanted = agent.runs() + 1;
      String _ = server.redis().xadd(Keys.inbox(Body.ID), Questions.data(Questions.next()));
      Rounds.watchFor(() -> agent.runs() >= wanted && body.isIdle());
    }
  }

  /** Milliseconds from a question's XADD to its reply in the hands of who reads for it, each. */
  double[] hops() throws InterruptedException {
    Agent agent = Agent.instant(true);
    double[] millis = new double[plan.hops()];
    try (Body body = Body.on(server, agent, 2, plan.parallel());
        StatefulRedisConnection<String, String> reader = server.connection()) {
      body.start();
      String last = "0-0";
      for (int i = -WARM_UP; i < millis.length; i++) {
        Hop hop = hop(reader, last);
        last = hop.reply();
        if (i >= 0) {
          millis[i] = hop.millis();
        }
        Rounds.watchFor(body::isIdle);
      }
    }
    return millis;
  }

  /**
   * Milliseconds of everything around the agent's process, each: a hop with a {@link StandIn} less
   * what the same executable took bare right before.
   *
   * @param sandbox in which it runs
   */
  double[] overheads(Sandbox sandbox) throws InterruptedException {
    StandIn standIn = StandIn.below(server.dir());
    double[] millis = new double[plan.turns()];
    try (Body body = Body.on(server, standIn.runner(sandbox), standIn.project(), plan.parallel());
        StatefulRedisConnection<String, String> reader = server.connection()) {
      body.start();
      String last = "0-0";
      for (int i = -plan.turns() / 4; i < millis.length; i++) {
        double bare = standIn.bareMillis();
        Hop hop = hop(reader, last);
        last = hop.reply();
        if (i >= 0) {
          millis[i] = hop.millis() - bare;
        }
        Rounds.watchFor(body::isIdle);
      }
    }
    return millis;
  }

  private record Hop(String reply, double millis) {}

  @SuppressWarnings("unchecked") // an array of one element, made by the compiler
  private Hop hop(StatefulRedisConnection<String, String> reader, String last)
      throws InterruptedException {
    var question = Questions.data(Questions.next());
    var reply =
        reader
            .async()
            .xread(
                XReadArgs.Builder.block(PATIENCE), StreamOffset.from(Keys.inbox(Body.ASKER), last));
    long asked = System.nanoTime();
    var _ = server.async().xadd(Keys.inbox(Body.ID), question);
    try {
      List<StreamMessage<String, String>> read = reply.get();
      return new Hop(read.getLast().getId(), (System.nanoTime() - asked) / 1e6);
    } catch (ExecutionException e) {
      throw new IllegalStateException("no reply within " + PATIENCE, e);
    }
  }

  /** Milliseconds of a PING through the same client library, each. */
  double[] pings() {
    double[] millis = new double[plan.hops()];
    for (int i = -WARM_UP; i < millis.length; i++) {
      long asked = System.nanoTime();
      String _ = server.redis().ping();
      if (i >= 0) {
        millis[i] = (System.nanoTime() - asked) / 1e6;
      }
    }
    return millis;
  }
}
