package aether.bench;

import aether.redis.Keys;

/** Messages that wait when an Observatory starts, and how fast it is through with them. */
record Throughput(Server server, Plan plan, boolean replies) {
  /** Messages per second from the start of the Observatory, and what they cost. */
  record Round(double perSecond, Processor used) {}

  Round round() {
    Agent agent = Agent.instant(replies);
    try (Body body = Body.on(server, agent, 2, plan.parallel())) {
      Questions.preload(server, plan.messages());
      Processor before = Processor.now(server);
      long began = System.nanoTime();
      body.start();
      Rounds.waitFor(() -> agent.runs() >= plan.messages() && body.isIdle());
      double seconds = (System.nanoTime() - began) / 1e9;
      Processor used = Processor.now(server).since(before);
      check();
      return new Round(plan.messages() / seconds, used);
    }
  }

  /** What Redis had to do for each message of such a round. */
  Counts load(int bodies) {
    Agent agent = Agent.instant(replies);
    try (Body body = Body.on(server, agent, bodies, plan.parallel())) {
      Questions.preload(server, plan.messages());
      Counts before = server.counts();
      body.start();
      Rounds.waitFor(() -> agent.runs() >= plan.messages() && body.isIdle());
      return server.counts().since(before);
    }
  }

  private void check() {
    long left = server.redis().xlen(Keys.inbox(Body.ID));
    long answers = server.redis().xlen(Keys.inbox(Body.ASKER));
    if (left != 0 || answers != (replies ? plan.messages() : 0)) {
      throw new IllegalStateException(
          "%d of %d messages are left and %d were answered; this round is no measurement"
              .formatted(left, plan.messages(), answers));
    }
  }
}
