package aether.cli.bus;

import aether.config.AetherHome;
import aether.config.BusProfile;
import aether.config.Namespace;
import aether.config.PrivateFile;
import aether.config.Secret;
import aether.redis.local.Binary;
import aether.redis.local.LocalRedis;
import aether.redis.local.Running;
import aether.redis.local.Settings;
import aether.terminal.ExitCode;
import aether.terminal.Refusal;
import aether.terminal.Surroundings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code aether bus start}: a Redis on this machine, for this user alone. */
@Command(
    name = "start",
    description = {
      "Start a Redis on this machine as the bus; it runs on until `aether bus stop`.",
      "",
      "It listens on 127.0.0.1 alone, keeps what it is given under ~/.aether/bus, and has a"
          + " generated password in ~/.aether/bus/password, which the commands of this user find by"
          + " themselves; after `aether bus acl`, a user with a password and rights of its own for"
          + " each component. The program is $$AETHER_REDIS_SERVER, a redis-server or valkey-server on"
          + " the PATH, or the one Aether carries."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  aether bus start", "  aether bus start --port 6380 --use"})
final class BusStartCommand implements Callable<Integer> {
  private static final int DEFAULT_PORT = 6379;
  private static final String PASSWORD_FILE = "password";

  private final Surroundings around;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      converter = PortOption.class,
      description = "The port to listen on. Default: 6379.")
  private @Nullable Integer port;

  @Option(
      names = "--use",
      description =
          "Make it the bus of this user's commands even when another one was chosen before.")
  private boolean use;

  BusStartCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    AetherHome home = around.home();
    Optional<Running> there = LocalRedis.running(home.bus());
    Running running = there.map(this::asWanted).orElseGet(() -> start(home));
    PrintWriter out = around.streams().out();
    out.println(
        (there.isPresent() ? "bus runs already at " : "bus started at ")
            + running.address().display()
            + " (pid "
            + running.process().pid()
            + ")");
    out.println("  data and password: " + home.bus());
    if (running.knowsUsers()) {
      out.println("  users: each component enters as its own, and nobody else");
    }
    choose(home, running);
    return ExitCode.OK.number();
  }

  private Running asWanted(Running running) {
    if (port != null && port != running.port()) {
      throw Refusal.failed(
          "the bus runs already on port "
              + running.port()
              + "; to move it to "
              + port
              + ", run `aether bus stop` first");
    }
    return running;
  }

  private Running start(AetherHome home) {
    int wanted = Optional.ofNullable(port).orElse(DEFAULT_PORT);
    refuseTaken(wanted);
    Binary binary = RedisProgram.find(around);
    Path file = home.bus().resolve(PASSWORD_FILE);
    Optional<Secret> kept = PrivateFile.read(file).map(String::strip).map(Secret::new);
    Secret password =
        kept.filter(secret -> !secret.reveal().isEmpty())
            .orElseGet(() -> Secret.generate(new SecureRandom()));
    Settings settings =
        new Settings(home.bus(), wanted, true, Optional.of(password), true, Optional.empty());
    Optional<Path> users = UsersFile.ofLocalBus(home, Namespace.DEFAULT).forServer(binary);
    Running running = LocalRedis.start(binary, users.map(settings::withUsers).orElse(settings));
    PrivateFile.write(file, password.reveal() + "\n");
    around
        .streams()
        .out()
        .println("Redis " + binary.version() + ", " + binary.path() + " (" + binary.origin() + ")");
    return running;
  }

  private static void refuseTaken(int port) {
    switch (Tenant.of(port)) {
      case NOBODY -> {}
      case REDIS ->
          throw Refusal.failed(
              "port "
                  + port
                  + " is in use by another Redis; use that one (`aether bus use --port "
                  + port
                  + "`) or choose a free port (`aether bus start --port "
                  + beside(port)
                  + "`)");
      case OTHER ->
          throw Refusal.failed(
              "port "
                  + port
                  + " is in use by another program; choose a free one: `aether bus start --port "
                  + beside(port)
                  + "`");
    }
  }

  private static int beside(int port) {
    return port == 65_535 ? port - 1 : port + 1;
  }

  private void choose(AetherHome home, Running running) {
    Optional<BusProfile> chosen = BusProfile.read(home.profile());
    BusProfile here = BusProfile.of(running.address());
    PrintWriter out = around.streams().out();
    if (chosen.isEmpty() || use) {
      here.write(home.profile());
      out.println("  profile: " + home.profile() + " names it");
    } else if (!chosen.get().host().equals(here.host())
        || !chosen.get().port().equals(here.port())) {
      out.println("  profile: " + home.profile() + " names another bus; --use changes that");
    }
  }
}
