package aether.cli.bus;

import aether.bus.BusException;
import aether.config.Account;
import aether.config.BusAddress;
import aether.config.Namespace;
import aether.redis.acl.AclCheck;
import aether.redis.acl.AclFile;
import aether.redis.acl.AclServer;
import aether.redis.acl.ServerVersion;
import aether.redis.local.Running;
import aether.terminal.ConnectionOptions;
import aether.terminal.ExitCode;
import aether.terminal.Refusal;
import aether.terminal.Surroundings;
import aether.terminal.Whereabouts;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code aether bus acl}: a Redis user with rights of its own for each component. */
@Command(
    name = "acl",
    description = {
      "Give each component of the bus a Redis user of its own, with no more rights than it needs.",
      "",
      "Writes the file that Redis reads, and a password for each user into a file that only you can"
          + " read. Run again it adds who is new; passwords stay. Users are made for the Bodies of the"
          + " constellation and of the registry, their interactive sessions, `aether consult`,"
          + " Stargazer, the operator, and the keeper of the users. Everybody else, `default` too,"
          + " is kept out. Needs Redis 7.0 or newer."
    },
    exitCodeList = {
      "0:It is done; with --check: the server does as the file says.",
      "1:It was refused, or it failed; with --check: the server does otherwise.",
      "2:The command line or a setting is wrong."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  aether bus acl && aether bus stop && aether bus start",
      "  aether bus acl --check",
      "  aether bus acl --redis-host redis.example.org --body frontend --body backend"
    })
final class BusAclCommand implements Callable<Integer> {
  private static final Account[] ONLOOKERS = {new Account.Stargazer(), new Account.Operator()};

  private final Surroundings around;

  @Option(
      names = "--body",
      paramLabel = "ID",
      description = "A Body that stands neither in the constellation nor on the bus; repeatable.")
  private List<String> more = List.of();

  @Option(
      names = "--remove",
      paramLabel = "ID",
      description =
          "A Body whose user and sessions are taken away; repeatable. As long as it stands in the"
              + " constellation or the registry, the next run makes them anew.")
  private List<String> fewer = List.of();

  @Option(names = "--rotate", description = "Give everybody another password.")
  private boolean rotate;

  @Option(
      names = "--check",
      description =
          "Write nothing; ask the server with ACL DRYRUN whether each user may do what it should and"
              + " nothing else, and whether its rights are those of the file.")
  private boolean check;

  @Option(
      names = "--redis-version",
      paramLabel = "X.Y",
      description = "The version of a server that cannot be asked. Default: it is asked, else 7.0.")
  private @Nullable String version;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();

  BusAclCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    Whereabouts whereabouts = new Whereabouts(around);
    BusAddress bus = connection.address(around, new Account.Keeper());
    boolean local = whereabouts.isLocal(bus);
    Namespace namespace = bus.route().namespace();
    UsersFile users =
        local
            ? UsersFile.ofLocalBus(around.home(), namespace)
            : UsersFile.beside(whereabouts.passwords(bus), namespace);
    Roster roster = new Roster(around, more, fewer);
    AclReport report = new AclReport(around, bus, users, json);
    return (check
            ? checked(bus, users, roster, report)
            : written(bus, local, users, roster, report))
        .number();
  }

  private ExitCode written(
      BusAddress bus, boolean local, UsersFile users, Roster roster, AclReport report) {
    roster.insistOnProjects(users);
    boolean knowsUsers = local && knowsUsers();
    Optional<AclServer> server = reached(bus, local);
    try {
      ServerVersion reader = reader(server, local);
      Set<Account> all = roster.of(users, connection.address(around, ONLOOKERS));
      Set<Account> fresh = users.write(all, reader, rotate);
      roster.gone().forEach(gone -> users.passwords().remove(gone.user(users.namespace())));
      report.written(all, fresh, local ? inForce(server, knowsUsers) : AclReport.Force.ELSEWHERE);
      return ExitCode.OK;
    } finally {
      server.ifPresent(AclServer::close);
    }
  }

  private static ExitCode checked(
      BusAddress bus, UsersFile users, Roster roster, AclReport report) {
    AclFile file =
        users
            .read()
            .orElseThrow(() ->
                Refusal.failed("there is no " + users.file() + "; `aether bus acl` writes it"));
    try (AclServer server = AclServer.connect(bus)) {
      AclCheck check = new AclCheck(server, users.namespace());
      return report.checked(check.table(roster.known(users)), check.drift(file))
          ? ExitCode.OK
          : ExitCode.FAILED;
    }
  }

  /** To be asked before its keeper has another password. */
  private boolean knowsUsers() {
    return new Whereabouts(around).localBus().filter(Running::knowsUsers).isPresent();
  }

  /** The server, where it lets us ask; its version must be named for one that is not there. */
  private Optional<AclServer> reached(BusAddress bus, boolean local) {
    try {
      return Optional.of(AclServer.connect(bus));
    } catch (BusException.Denied e) {
      return Optional.empty();
    } catch (BusException.Unavailable e) {
      if (local || version != null) {
        return Optional.empty();
      }
      throw Refusal.failed(
          e.getMessage() + "; for a Redis that cannot be asked now, give --redis-version");
    }
  }

  /** The version of the server that is to read the file. */
  private ServerVersion reader(Optional<AclServer> server, boolean local) {
    ServerVersion reader =
        Optional.ofNullable(version)
            .map(BusAclCommand::parsed)
            .or(() -> server.flatMap(AclServer::version))
            .or(() ->
                local ? ServerVersion.parse(RedisProgram.find(around).version()) : Optional.empty())
            .orElse(ServerVersion.OLDEST);
    if (!reader.isEnough()) {
      throw Refusal.failed("Redis " + reader + " is too old: " + UsersFile.TOO_OLD);
    }
    return reader;
  }

  private static ServerVersion parsed(String text) {
    return ServerVersion.parse(text)
        .orElseThrow(
            () -> Refusal.usage("--redis-version '" + text + "' is no version; give e.g. 7.2"));
  }

  /** A server that has read the file before reads it again. */
  private static AclReport.Force inForce(Optional<AclServer> server, boolean knowsUsers) {
    if (!knowsUsers || server.isEmpty()) {
      return AclReport.Force.AT_START;
    }
    server.get().load();
    return AclReport.Force.NOW;
  }
}
