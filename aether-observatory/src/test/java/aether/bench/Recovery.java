package aether.bench;

import aether.bus.write.Lease;
import aether.config.BusAddress;
import aether.config.Waves;
import aether.message.Envelope;
import aether.observatory.Station;
import aether.observatory.outbound.Outbound;
import aether.observatory.pipeline.BodySettings;
import aether.observatory.pipeline.Limits;
import aether.observatory.pipeline.Observatory;
import aether.observatory.pipeline.Observatory.Timing;
import aether.observatory.turn.AgentRunner;
import aether.observatory.turn.ClaudeRunner;
import aether.observatory.turn.ClaudeSettings;
import aether.redis.local.Binary;
import aether.redis.local.LocalRedis;
import aether.redis.local.Running;
import aether.redis.local.Settings;
import aether.redis.write.RedisBus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * How long it takes to come back from what goes wrong.
 *
 * @param lease how long the owner of a Body may be silent
 */
record Recovery(Binary binary, Path dir, Duration lease) {
  private static final Duration LOOK = Duration.ofMillis(500);

  /** One row for each thing that goes wrong. */
  List<Row> rows() throws IOException, InterruptedException {
    Settings settings = Settings.scratch(Files.createDirectories(dir).resolve("redis")).durable();
    Running redis = LocalRedis.start(binary, settings);
    try {
      BusAddress bus = redis.address();
      Row takeover =
          row(
              "owner silent → successor online, lease %d s".formatted(lease.toSeconds()),
              takeover(bus),
              lease.plusSeconds(2));
      Row terminate =
          row("terminate → agent dead, ignoring TERM", terminate(bus), Duration.ofSeconds(2));
      try (RedisBus own = RedisBus.connect(bus)) {
        Agent agent = Agent.instant(true);
        try (Observatory body = observatory(own, agent)) {
          start(body);
          var _ = ask(own);
          Rounds.waitFor(() -> agent.runs() == 1 && body.isIdle());
          redis.process().destroyForcibly();
          var _ = redis.process().onExit().join();
          redis.stop();
          redis = LocalRedis.start(binary, settings.onPort(bus.port()));
          long back = System.nanoTime();
          try (RedisBus other = RedisBus.connect(bus)) {
            var _ = ask(other);
          }
          Rounds.waitFor(() -> agent.runs() == 2);
          Duration took = Duration.ofNanos(System.nanoTime() - back);
          return List.of(
              row("Redis back → first message processed", took, Duration.ofSeconds(3)),
              takeover,
              terminate);
        }
      }
    } finally {
      redis.stop();
    }
  }

  private static Row row(String what, Duration took, Duration goal) {
    return new Row(
        what,
        String.format(Locale.ROOT, "%.2f s", took.toMillis() / 1e3),
        "",
        "",
        Row.goal("≤ %d s".formatted(goal.toSeconds()), took.compareTo(goal) <= 0));
  }

  /** From the last sign of life of an owner of whom nobody can say whether its process lives. */
  private Duration takeover(BusAddress address) throws InterruptedException {
    try (RedisBus bus = RedisBus.connect(address)) {
      Lease.Owner silent = new Lease.Owner("silent", "elsewhere", 1, Instant.now());
      boolean _ = bus.lease(Body.ID, lease).acquire(silent).isEmpty();
      long last = System.nanoTime();
      try (Observatory successor = observatory(bus, Agent.instant(true))) {
        while (successor.start(false).isPresent()) {
          boolean _ = successor.isStoppedWithin(LOOK);
        }
        return Duration.ofNanos(System.nanoTime() - last);
      }
    }
  }

  private Duration terminate(BusAddress address) throws IOException {
    Path pid = dir.resolve("agent-pid");
    Path script = dir.resolve("claude");
    Files.writeString(
        script,
        """
        #!/bin/sh
        if [ "$1" = --help ]; then echo '  --max-turns <n>'; exit 0; fi
        trap '' TERM
        echo $$ > %s
        while :; do sleep 0.1; done
        """
            .formatted(pid));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    ClaudeRunner runner =
        new ClaudeRunner(
            ClaudeSettings.of(System.getenv()).withCommand(script.toString()),
            System.getenv(),
            InstantSource.system(),
            UUID::randomUUID);
    try (RedisBus bus = RedisBus.connect(address);
        Observatory observatory = observatory(bus, runner)) {
      start(observatory);
      Envelope question = ask(bus);
      Rounds.waitFor(() -> process(pid).isPresent());
      ProcessHandle agent = process(pid).orElseThrow();
      long said = System.nanoTime();
      bus.controls(InstantSource.system()).terminate(question.conversation(), "bench");
      Rounds.waitFor(() -> !agent.isAlive());
      return Duration.ofNanos(System.nanoTime() - said);
    }
  }

  private static Optional<ProcessHandle> process(Path pid) {
    try {
      String text = Files.exists(pid) ? Files.readString(pid).strip() : "";
      return text.isEmpty() ? Optional.empty() : ProcessHandle.of(Long.parseLong(text));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Observatory observatory(RedisBus bus, AgentRunner runner) {
    BodySettings settings =
        new BodySettings(
            new aether.bus.Body(Body.ID, "Answers", List.of()),
            dir,
            Limits.DEFAULT,
            Waves.NOTE,
            Set.of(),
            false);
    Station.Host host =
        new Station.Host(dir.resolve("STOP"), _ -> new NoLedger(), (_, _) -> Outbound.plain());
    return Station.on(bus, settings, runner, 1, Timing.DEFAULT, host);
  }

  private static void start(Observatory observatory) {
    observatory
        .start(false)
        .ifPresent(refusal -> {
          throw new IllegalStateException("the Observatory does not start: " + refusal);
        });
  }

  private static Envelope ask(RedisBus bus) {
    Envelope question = Questions.next();
    var _ = bus.registrar().register(new aether.bus.Body(Body.ASKER, "Asks", List.of()), true);
    bus.outbox().send(question, List.of());
    return question;
  }
}
