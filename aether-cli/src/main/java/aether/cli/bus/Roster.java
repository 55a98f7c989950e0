package aether.cli.bus;

import aether.bus.BusException;
import aether.config.Account;
import aether.config.BusAddress;
import aether.config.Constellation;
import aether.config.ConstellationBody;
import aether.message.ProjectId;
import aether.redis.RedisObserver;
import aether.terminal.Refusal;
import aether.terminal.Surroundings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who gets a user on a bus. */
final class Roster {
  private static final Set<ProjectId> RESERVED =
      Set.of(ProjectId.OPERATOR, new ProjectId(ProjectId.BROADCAST));

  private final Surroundings around;
  private final List<String> more;
  private final Set<ProjectId> fewer;

  /**
   * @param more Bodies that nobody else names
   * @param fewer Bodies that get none
   */
  Roster(Surroundings around, List<String> more, List<String> fewer) {
    this.around = around;
    this.more = more;
    this.fewer = fewer.stream().map(ProjectId::typed).collect(Collectors.toSet());
  }

  /** Those of {@code users}, of the constellation of this host, and of the registry on the bus. */
  Set<Account> of(UsersFile users, BusAddress bus) {
    Set<ProjectId> bodies = bodies(users);
    more.stream().map(ProjectId::typed).forEach(bodies::add);
    bodies.addAll(charted());
    bodies.addAll(registered(bus));
    return accounts(bodies);
  }

  /**
   * Refuses a Body to be taken away that has no user, and one to be added that cannot be a project.
   */
  void insistOnProjects(UsersFile users) {
    Set<ProjectId> known = bodies(users);
    fewer.stream()
        .filter(id -> !known.contains(id))
        .findFirst()
        .ifPresent(id -> {
          throw Refusal.failed("'" + id + "' has no user in " + users.file() + " to take away");
        });
    more.stream()
        .filter(text -> RESERVED.contains(ProjectId.typed(text)))
        .findFirst()
        .ifPresent(text -> {
          throw Refusal.usage("'" + text + "' is reserved and cannot be a project; name another");
        });
  }

  /** Those of {@code users}. */
  Set<Account> known(UsersFile users) {
    return accounts(bodies(users));
  }

  /** The accounts of the Bodies that get none. */
  List<Account> gone() {
    return fewer.stream().flatMap(Roster::ofBody).toList();
  }

  private Set<Account> accounts(Set<ProjectId> bodies) {
    bodies.removeAll(fewer);
    Set<Account> accounts = new LinkedHashSet<>();
    accounts.add(new Account.Keeper());
    accounts.add(new Account.Operator());
    accounts.add(new Account.Stargazer());
    accounts.add(new Account.Consult());
    bodies.stream().flatMap(Roster::ofBody).forEach(accounts::add);
    return accounts;
  }

  private static Stream<Account> ofBody(ProjectId id) {
    return Stream.of(new Account.Body(id), Account.Session.of(id));
  }

  private static Set<ProjectId> bodies(UsersFile users) {
    return users
        .read()
        .map(file -> file.bodies(users.namespace()))
        .map(TreeSet::new)
        .orElseGet(TreeSet::new);
  }

  private Set<ProjectId> charted() {
    Path chart = around.home().constellation(around.env());
    return Files.exists(chart)
        ? Constellation.read(chart).bodies().stream()
            .map(ConstellationBody::id)
            .collect(Collectors.toSet())
        : Set.of();
  }

  /** None where the bus is away, or lets us see none. */
  private Set<ProjectId> registered(BusAddress address) {
    try (RedisObserver bus = RedisObserver.connect(address)) {
      return bus.directory().bodies().keySet().stream()
          .filter(id -> !id.isTransient() && !id.equals(ProjectId.OPERATOR))
          .collect(Collectors.toSet());
    } catch (BusException e) {
      return Set.of();
    }
  }
}
