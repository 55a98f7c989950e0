package aether.testkit;

import aether.config.Account;
import aether.config.AetherHome;
import aether.config.BusAddress;
import aether.config.Namespace;
import aether.config.Passwords;
import aether.config.Secret;
import aether.message.ProjectId;
import aether.redis.acl.AclFile;
import aether.redis.acl.ServerVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lets components into a Redis of the tests, each under its own user with its own rights, as {@code
 * aether bus acl} would. {@code -Daether.test.acl=off} lets everybody do everything, and so does a
 * Redis that is too old to tell.
 */
public final class Users {
  private static final String PROPERTY = "aether.test.acl";
  private static final Pattern VERSION = Pattern.compile("redis_version:(\\S+)");
  private static final Pattern LATER_SESSION = Pattern.compile("-[0-9]+$");

  /**
   * The rule by which a Body notices that the bus came back older where its own inbox did not. It
   * is none of its rights: who may read the events reads what all say.
   */
  public static final String READS_EVENTS = "(+xrange +xrevrange +xinfo|stream ~aether:events)";

  /**
   * Refused on purpose: a Body may not read what all others say, and does without where it could
   * use it, to find out whether a stream is spoilt or the bus older than it was. A wrong password
   * is no right that lacks: whoever enters with one comes to nothing in any test.
   */
  private static final Pattern TOLERATED =
      Pattern.compile("body key aether:(events|approvals|inbox:.*)|\\S+ auth AUTH");

  /** Who makes faults and looks at everything; no component enters so. */
  private static final String HAND = "user default on nopass ~* &* +@all";

  private Users() {}

  /** Whether these tests run with users of their own. */
  public static boolean isWanted() {
    String choice = System.getProperty(PROPERTY, "on");
    return switch (choice) {
      case "on" -> true;
      case "off" -> false;
      default ->
          throw new IllegalStateException(PROPERTY + " is '" + choice + "'; it must be on or off");
    };
  }

  /** Whose inbox {@code id} is. */
  public static Account owning(ProjectId id) {
    if (id.isSession()) {
      return new Account.Session(new ProjectId(LATER_SESSION.matcher(id.value()).replaceAll("")));
    }
    return id.isTransient() ? new Account.Consult() : new Account.Body(id);
  }

  /** The password that {@code account} has here. */
  public static Secret password(Account account) {
    return new Secret("secret-of-" + account.user());
  }

  /** {@code server} as {@code account} enters it. */
  static BusAddress admit(
      BusAddress server, Account account, Function<String[], @Nullable Object> call) {
    Optional<ServerVersion> version =
        isWanted() ? version(call).filter(ServerVersion::isEnough) : Optional.empty();
    if (version.isEmpty()) {
      return server;
    }
    Secret password = password(account);
    call.apply(
        AclFile.setUser(account, password, Namespace.DEFAULT, version.get())
            .toArray(String[]::new));
    return server.enteredBy(account.user(), password);
  }

  /**
   * Writes the file of a server that starts in {@code dir} and lets in {@code accounts}, beside the
   * test's own hand, which may do everything.
   *
   * @param more one rule more for some of them
   */
  static Path write(Path dir, Set<Account> accounts, Map<Account, String> more, String version) {
    Account keeper = new Account.Keeper();
    Passwords.ofLocalBus(dir).write(keeper.user(), password(keeper));
    Set<Account> all = new LinkedHashSet<>(accounts);
    all.add(keeper);
    ServerVersion server = ServerVersion.parse(version).orElse(ServerVersion.OLDEST);
    Path file = write(dir.resolve("users.acl"), all, Namespace.DEFAULT, server);
    return more.isEmpty() ? file : widened(file, more);
  }

  private static Path widened(Path file, Map<Account, String> more) {
    try {
      String text = Files.readString(file);
      for (Map.Entry<Account, String> each : more.entrySet()) {
        String user = "(?m)^(user " + Pattern.quote(each.getKey().user()) + " .*)$";
        text = text.replaceAll(user, "$1 " + Matcher.quoteReplacement(each.getValue()));
      }
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As an {@code aclfile} for a server of a test's own, of any version that is new enough. */
  public static Path write(Path file, Set<Account> accounts, Namespace namespace) {
    return write(file, accounts, namespace, ServerVersion.OLDEST);
  }

  private static Path write(
      Path file, Set<Account> accounts, Namespace namespace, ServerVersion version) {
    Map<Account, Secret> passwords = new LinkedHashMap<>();
    accounts.forEach(account -> passwords.put(account, password(account)));
    String components =
        AclFile.of(passwords, namespace, version)
            .text()
            .lines()
            .filter(line -> !line.startsWith("user default "))
            .collect(Collectors.joining("\n"));
    try {
      return Files.writeString(file, HAND + "\n" + components + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What users were refused since {@code ACL LOG RESET}, but for {@link #TOLERATED}. */
  public static List<String> refused(Function<String[], @Nullable Object> call) {
    List<String> refused = new ArrayList<>();
    if (call.apply(new String[] {"ACL", "LOG"}) instanceof List<?> log) {
      log.forEach(entry -> refused.add(sentence((List<?>) entry)));
    }
    refused.removeIf(TOLERATED.asMatchPredicate());
    return refused;
  }

  /** Puts the password of {@code account} where a user's commands look for it. */
  public static void bring(Account account, BusAddress server, AetherHome home) {
    Passwords.of(server, home).write(account.user(), password(account));
  }

  /** The variables with which a command enters {@code bus} as it says, and as whom. */
  public static Map<String, String> environment(BusAddress bus) {
    Map<String, String> env = new HashMap<>();
    env.put("AETHER_REDIS_HOST", bus.host());
    env.put("AETHER_REDIS_PORT", Integer.toString(bus.port()));
    bus.username().ifPresent(user -> env.put("AETHER_REDIS_USERNAME", user));
    bus.password().ifPresent(password -> env.put("AETHER_REDIS_PASSWORD", password.reveal()));
    return env;
  }

  /** {@code server}, or a way to it such as a proxy, entered as {@code entered} is. */
  public static BusAddress through(BusAddress server, BusAddress entered) {
    return entered
        .username()
        .flatMap(user -> entered.password().map(password -> server.enteredBy(user, password)))
        .orElse(server);
  }

  private static String sentence(List<?> entry) {
    return Stream.of("username", "reason", "object")
        .map(name -> String.valueOf(entry.get(entry.indexOf(name) + 1)))
        .map(value -> value.replaceFirst("^body-.*", "body"))
        .collect(Collectors.joining(" "));
  }

  private static Optional<ServerVersion> version(Function<String[], @Nullable Object> call) {
    Matcher said = VERSION.matcher(String.valueOf(call.apply(new String[] {"INFO", "server"})));
    return said.find() ? ServerVersion.parse(said.group(1)) : Optional.empty();
  }
}
