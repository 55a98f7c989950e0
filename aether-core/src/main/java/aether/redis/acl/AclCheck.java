package aether.redis.acl;

import aether.config.Account;
import aether.config.Namespace;
import aether.message.ProjectId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether a server gives each account what it should have, and nothing else. */
public final class AclCheck {
  private static final String UNSAID = "no permissions to run";

  private static final String FORGETFUL =
      "'default' lacks the rights under which a server reads its own append-only file: after a"
          + " restart all transactions in it would be gone; `aether bus acl` writes the file anew";

  private static final int SHOWN = 5;
  private static final ProjectId STRANGER = new ProjectId("another");

  private final AclServer server;
  private final Namespace namespace;

  /**
   * @param namespace which bus of that server is meant
   */
  public AclCheck(AclServer server, Namespace namespace) {
    this.server = server;
    this.namespace = namespace;
  }

  /**
   * What was found.
   *
   * @param asked how many commands were tried, under all users together
   * @param faults one sentence each
   */
  public record Outcome(int asked, List<String> faults) {
    public Outcome {
      faults = List.copyOf(faults);
    }
  }

  /** Tries every row of the table, for each of {@code accounts}. */
  public Outcome table(Collection<Account> accounts) {
    Set<String> known = server.users().users();
    List<String> faults = new ArrayList<>();
    int asked = 0;
    for (Account account : accounts) {
      if (known.contains(account.user(namespace))) {
        List<Expectation> rows = Expectation.of(account, peer(account, accounts), namespace);
        asked += rows.size();
        faults.addAll(faults(account, rows));
      } else {
        faults.add("the server does not know the user '" + account.user(namespace) + "'");
      }
    }
    return new Outcome(asked, faults);
  }

  private List<String> faults(Account account, List<Expectation> rows) {
    List<Optional<String>> refusals =
        server.refusals(account.user(namespace), rows.stream().map(Expectation::command).toList());
    List<String> faults = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      boolean allowed = refusals.get(i).isEmpty();
      if (allowed != rows.get(i).allowed()) {
        String command = String.join(" ", rows.get(i).command());
        faults.add(
            allowed
                ? "'" + account.user(namespace) + "' may " + command + ", and should not"
                : "'"
                    + account.user(namespace)
                    + "' may not "
                    + command
                    + ": "
                    + refusals.get(i).orElse(""));
      }
    }
    return faults;
  }

  /** Another Body than that of {@code account}. */
  private static ProjectId peer(Account account, Collection<Account> accounts) {
    return accounts.stream()
        .filter(other -> other instanceof Account.Body && !other.equals(account))
        .map(other -> ((Account.Body) other).id())
        .filter(id -> !account.equals(Account.Session.of(id)))
        .findFirst()
        .orElse(STRANGER);
  }

  /** Where the rights in force are others than those of {@code file}. */
  public Outcome drift(AclFile file) {
    AclFile live = server.users();
    List<String> faults = new ArrayList<>();
    if (!file.keepsTransactions()) {
      faults.add(FORGETFUL);
    }
    Set<String> strangers = new TreeSet<>(live.users());
    strangers.removeAll(file.users());
    strangers.forEach(
        name -> faults.add("the server knows a user '" + name + "' that is not in the file"));
    Map<String, Integer> commands = server.commands();
    for (String name : new TreeSet<>(file.users())) {
      UserLine wanted = file.user(name).orElseThrow();
      live.user(name)
          .ifPresentOrElse(
              found -> faults.addAll(differences(wanted, found, commands)),
              () -> faults.add("the server does not know the user '" + name + "'"));
    }
    return new Outcome(commands.size() * file.users().size(), faults);
  }

  private List<String> differences(UserLine wanted, UserLine found, Map<String, Integer> commands) {
    List<String> faults = new ArrayList<>();
    String who = "'" + wanted.name() + "' ";
    if (wanted.on() != found.on()) {
      faults.add(who + (found.on() ? "may enter, and should not" : "may not enter"));
    }
    if (!wanted.passwords().equals(found.passwords())) {
      faults.add(who + "has another password than its file says");
    }
    if (!found.others().isEmpty()) {
      faults.add(who + "has also " + String.join(" ", found.others()));
    }
    if (!wanted.keys().equals(found.keys())) {
      faults.add(who + "has rights to other keys than the file says");
    }
    if (wanted.on() || found.on()) {
      faults.addAll(commands(wanted, commands));
    }
    return faults;
  }

  /** Redis may write commands as categories; so each command that it has is tried. */
  private List<String> commands(UserLine wanted, Map<String, Integer> commands) {
    Set<String> allowed =
        wanted.grants().stream()
            .flatMap(grant -> grant.commands().stream())
            .collect(Collectors.toSet());
    List<String> names = List.copyOf(commands.keySet());
    List<Optional<String>> refusals =
        server.refusals(
            wanted.name(),
            names.stream().map(name -> tried(name, commands.getOrDefault(name, 1))).toList());
    List<String> tooMany = new ArrayList<>();
    List<String> tooFew = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      boolean may = refusals.get(i).filter(said -> said.contains(UNSAID)).isEmpty();
      boolean should = allowed.contains(name) || allowed.contains(family(name)) || isFree(name);
      boolean container = names.stream().anyMatch(each -> each.startsWith(name + "|"));
      if (may != should && !container) {
        (may ? tooMany : tooFew).add(name);
      }
    }
    return Stream.of(
            sentence(wanted, "may run, and should not: ", tooMany),
            sentence(wanted, "may not run: ", tooFew))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<String> sentence(UserLine user, String what, List<String> commands) {
    String more = commands.size() > SHOWN ? " and " + (commands.size() - SHOWN) + " more" : "";
    return commands.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "'%s' %s%s%s"
                .formatted(
                    user.name(),
                    what,
                    String.join(", ", commands.subList(0, Math.min(SHOWN, commands.size()))),
                    more));
  }

  /** The command that {@code name} is a subcommand of; itself when it is none. */
  private static String family(String name) {
    int bar = name.indexOf('|');
    return bar < 0 ? name : name.substring(0, bar);
  }

  /** What nobody needs a right for: to say who one is, and to go. */
  private static boolean isFree(String command) {
    return Set.of("auth", "hello", "quit", "reset").contains(command);
  }

  private static List<String> tried(String name, int words) {
    List<String> command = new ArrayList<>(List.of(name.split("\\|", -1)));
    while (command.size() < words) {
      command.add("x");
    }
    return command;
  }
}
