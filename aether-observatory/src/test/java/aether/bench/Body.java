package aether.bench;

import aether.bus.Presence;
import aether.config.Waves;
import aether.message.ProjectId;
import aether.observatory.Station;
import aether.observatory.outbound.Outbound;
import aether.observatory.pipeline.BodySettings;
import aether.observatory.pipeline.Ceilings;
import aether.observatory.pipeline.Limits;
import aether.observatory.pipeline.Observatory;
import aether.observatory.pipeline.Observatory.Timing;
import aether.observatory.turn.AgentRunner;
import aether.redis.write.RedisBus;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** The Body under test, on connections of its own, with other Bodies registered beside it. */
final class Body implements AutoCloseable {
  /** What is measured is the pipeline, not its ceilings. */
  private static final Limits ROOMY =
      Limits.DEFAULT.withCeilings(
          new Ceilings(
              BigDecimal.ONE,
              new Ceilings.Conversation(1_000_000, new BigDecimal(1_000_000)),
              1_000_000,
              new Ceilings.Daily(1_000_000, 1_000_000, new BigDecimal(1_000_000)),
              new BigDecimal(1_000_000)));

  static final ProjectId ID = new ProjectId("answerer");
  static final ProjectId ASKER = new ProjectId("asker");

  private static final Duration AS_LONG_AS_IT_TAKES = Duration.ofHours(1);

  private final RedisBus bus;
  private final Observatory observatory;

  private Body(RedisBus bus, Observatory observatory) {
    this.bus = bus;
    this.observatory = observatory;
  }

  /**
   * An Observatory that has not started, on an empty bus.
   *
   * @param bodies how many are registered and online, this one and the asker included
   */
  static Body on(Server server, AgentRunner agent, int bodies, int parallel) {
    return on(server, agent, Path.of(""), bodies, parallel);
  }

  /** As above with two Bodies, and an agent that works in {@code project}. */
  static Body on(Server server, AgentRunner agent, Path project, int parallel) {
    return on(server, agent, project, 2, parallel);
  }

  private static Body on(Server server, AgentRunner agent, Path project, int bodies, int parallel) {
    server.redis().flushall();
    RedisBus bus = RedisBus.connect(server.address());
    online(bus, ASKER);
    for (int i = 2; i < bodies; i++) {
      online(bus, new ProjectId("bystander_" + i));
    }
    BodySettings settings =
        new BodySettings(described(ID), project, ROOMY, Waves.NOTE, Set.of(), false);
    return new Body(
        bus,
        Station.on(
            bus,
            settings,
            agent,
            parallel,
            Timing.DEFAULT,
            new Station.Host(
                server.dir().resolve("STOP"), _ -> new NoLedger(), (_, _) -> Outbound.plain())));
  }

  void start() {
    observatory
        .start(false)
        .ifPresent(refusal -> {
          throw new IllegalStateException("the Observatory does not start: " + refusal);
        });
  }

  boolean isIdle() {
    return observatory.isIdle();
  }

  @Override
  public void close() {
    observatory.close();
    bus.close();
  }

  private static void online(RedisBus bus, ProjectId id) {
    var _ = bus.registrar().register(described(id), true);
    InstantSource clock = InstantSource.system();
    bus.heartbeat(id, AS_LONG_AS_IT_TAKES).beat(new Presence.Idle(clock.instant()));
  }

  private static aether.bus.Body described(ProjectId id) {
    return new aether.bus.Body(
        id, "A project of the benchmark; it knows about orders", List.of("orders", "billing"));
  }
}
