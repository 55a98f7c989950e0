package aether.cli;

import aether.bus.Body;
import aether.config.AetherHome;
import aether.config.AgentVariables;
import aether.config.BusAddress;
import aether.config.Secret;
import aether.message.IdSource;
import aether.message.ProjectId;
import aether.redis.HeadStart;
import aether.redis.local.Binary;
import aether.redis.local.LocalRedis;
import aether.redis.local.Running;
import aether.redis.local.Settings;
import aether.redis.write.RedisBus;
import aether.terminal.CommandLines;
import aether.terminal.OperatorToken;
import aether.terminal.Streams;
import aether.terminal.Surroundings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Does what somebody waits for, with commands of this process and on a bus of its own, so that the
 * VM sees what that needs: whoever builds has it keep that for the starts to come. Without a Redis
 * it does less.
 */
public final class Rehearsal {
  /** What is kept apart: a short command shall not carry the classes of a server. */
  enum Part {
    HAND,
    OBSERVATORY,
    PAGES
  }

  private static final ProjectId BODY = new ProjectId("rehearsed");
  private static final Duration LIMIT = Duration.ofSeconds(40);

  private final Surroundings around;

  private Rehearsal(Surroundings around) {
    this.around = around;
  }

  /**
   * Plays one part, or gives it up when it takes too long, and ends the process.
   *
   * @param args the name of the {@link Part}, in small letters
   */
  public static void main(String... args) throws IOException, InterruptedException {
    Part part = Part.valueOf(args[0].toUpperCase(Locale.ROOT));
    Path dir = Files.createTempDirectory("aether-rehearsal-");
    try {
      if (part == Part.HAND) {
        HeadStart.begin();
      }
      var _ = Surroundings.system();
      Optional<Binary> redis = LocalRedis.find(System.getenv(), dir.resolve("bin"));
      if (redis.isPresent()) {
        Running bus = bus(redis.get(), dir);
        try {
          var _ = play(part, dir, bus.address(), LIMIT);
        } finally {
          bus.stop();
        }
      }
    } finally {
      delete(dir);
    }
    System.exit(0);
  }

  /** A bus of whoever lives in {@code home}, with a password: most have one. */
  static Running bus(Binary redis, Path home) {
    return LocalRedis.start(
        redis,
        Settings.scratch(AetherHome.of(Map.of(), home).bus())
            .withPassword(Secret.generate(new SecureRandom())));
  }

  /**
   * Plays {@code part} in {@code home}, which gets what it needs, on the bus at {@code address}.
   *
   * @return whether it came to its end within {@code patience}
   */
  static boolean play(Part part, Path home, BusAddress address, Duration patience)
      throws IOException, InterruptedException {
    Scenery.furnish(home, BODY, address);
    Rehearsal rehearsal = new Rehearsal(at(home));
    Thread play =
        switch (part) {
          case HAND -> begin(() -> rehearsal.hand(address));
          case OBSERVATORY -> begin(rehearsal::observatory);
          case PAGES -> begin(rehearsal::pages);
        };
    return play.join(patience);
  }

  private static Surroundings at(Path home) {
    return new Surroundings(
        Map.of(
            "HOME",
            home.toString(),
            "PATH",
            System.getenv().getOrDefault("PATH", ""),
            AgentVariables.PROGRAM,
            Scenery.agent(home).toString(),
            OperatorToken.VARIABLE,
            "0123456789abcdef".repeat(4)),
        home,
        home,
        new Streams(
            new BufferedReader(Reader.nullReader()),
            new PrintWriter(Writer.nullWriter()),
            new PrintWriter(Writer.nullWriter()),
            false),
        InstantSource.system(),
        IdSource.random());
  }

  private void hand(BusAddress address) {
    try (RedisBus bus = RedisBus.connect(address)) {
      var _ = bus.registrar().register(new Body(BODY, "Rehearsed", List.of("java")), true);
    }
    String body = BODY.value();
    var _ = aether("send", "--to", body, "--text", "One?");
    var _ = aether("send", "--to", body, "--text", "Two?");
    var _ = aether("consult", "--to", body, "--text", "Three?", "--wait", "1");
    var _ = aether("who");
  }

  private void observatory() {
    String body = BODY.value();
    during(
        () -> Scenery.until(() -> aether("consult", "--to", body, "--text", "One?") == 0),
        "observatory",
        body);
  }

  private void pages() {
    int port = Scenery.freePort();
    during(
        () ->
            Scenery.visit(port, "/health", "/", "/api/health", "/api/bodies", "/api/conversations"),
        "stargazer",
        "--port",
        String.valueOf(port));
    int other = Scenery.freePort();
    during(
        () -> Scenery.visit(other, "/health", "/", "/api/bodies"),
        "operator",
        "--port",
        String.valueOf(other));
  }

  /** Has a daemon run for as long as {@code audience} needs it. */
  private void during(Runnable audience, String... command) {
    Thread daemon = begin(() -> aether(command));
    try {
      audience.run();
    } finally {
      daemon.interrupt();
      end(daemon);
    }
  }

  private static void end(Thread daemon) {
    try {
      daemon.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread begin(Runnable what) {
    return Thread.ofPlatform().daemon().name("rehearsal").start(what);
  }

  private int aether(String... args) {
    return CommandLines.of(Aether.commandLine(around, args), around).execute(args);
  }

  private static void delete(Path dir) throws IOException {
    try (Stream<Path> files = Files.walk(dir)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
