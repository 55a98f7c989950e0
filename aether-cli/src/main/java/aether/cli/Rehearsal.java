package aether.cli;

import aether.bus.Body;
import aether.config.BusAddress;
import aether.message.IdSource;
import aether.message.ProjectId;
import aether.redis.HeadStart;
import aether.redis.local.Binary;
import aether.redis.local.LocalRedis;
import aether.redis.local.Running;
import aether.redis.local.Settings;
import aether.redis.write.RedisBus;
import aether.terminal.CommandLines;
import aether.terminal.Streams;
import aether.terminal.Surroundings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Does what somebody waits for, with commands of this process and on a bus of its own, so that the
 * VM sees what that needs: whoever builds has it keep that for the starts to come. Without a Redis
 * it does less.
 */
public final class Rehearsal {
  private static final ProjectId BODY = new ProjectId("rehearsed");

  private final Surroundings around;

  private Rehearsal(Surroundings around) {
    this.around = around;
  }

  public static void main(String... args) throws IOException {
    Path dir = Files.createTempDirectory("aether-rehearsal-");
    try {
      HeadStart.begin();
      Optional<Binary> redis = LocalRedis.find(System.getenv(), dir.resolve("bin"));
      if (redis.isPresent()) {
        Running bus = LocalRedis.start(redis.get(), Settings.scratch(dir.resolve("bus")));
        try {
          new Rehearsal(at(dir, bus.address())).play(bus.address());
        } finally {
          bus.stop();
        }
      }
    } finally {
      delete(dir);
    }
    System.exit(0);
  }

  private static Surroundings at(Path home, BusAddress bus) {
    return new Surroundings(
        Map.of(
            "HOME",
            home.toString(),
            "AETHER_REDIS_HOST",
            bus.host(),
            "AETHER_REDIS_PORT",
            String.valueOf(bus.port())),
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

  private void play(BusAddress address) {
    try (RedisBus bus = RedisBus.connect(address)) {
      var _ = bus.registrar().register(new Body(BODY, "Rehearsed", List.of("java")), true);
    }
    String body = BODY.value();
    aether("send", "--to", body, "--text", "One?");
    aether("send", "--to", body, "--text", "Two?");
    aether("consult", "--to", body, "--text", "Three?", "--wait", "1");
    aether("who");
  }

  private void aether(String... args) {
    var _ = CommandLines.of(Aether.commandLine(around, args), around).execute(args);
  }

  private static void delete(Path dir) throws IOException {
    try (Stream<Path> files = Files.walk(dir)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
