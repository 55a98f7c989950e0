package aether.redis.acl;

import aether.config.Account;
import aether.config.Namespace;
import aether.config.Secret;
import aether.message.ProjectId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The users of a bus, as the file that Redis reads ({@code aclfile}). It holds no password, only
 * their hashes. Everybody who is not in it stays outside.
 */
public final class AclFile {
  /** A word, or several in brackets. */
  private static final Pattern RULE = Pattern.compile("\\([^)]*\\)|[^ ]+");

  private final Map<String, UserLine> users;

  private AclFile(Map<String, UserLine> users) {
    this.users = new LinkedHashMap<>(users);
  }

  /** The file that lets in each of {@code passwords} with its own rights, in their order. */
  public static AclFile of(
      Map<Account, Secret> passwords, Namespace namespace, ServerVersion version) {
    Map<String, UserLine> users = new LinkedHashMap<>();
    UserLine nobody = UserLine.nobody();
    users.put(nobody.name(), nobody);
    passwords.forEach((account, password) ->
        users.put(account.user(namespace), line(account, password, namespace, version)));
    return new AclFile(users);
  }

  /** The words of the {@code ACL SETUSER} that makes the user of {@code account} afresh. */
  public static List<String> setUser(
      Account account, Secret password, Namespace namespace, ServerVersion version) {
    String text = line(account, password, namespace, version).text();
    List<String> words =
        new ArrayList<>(List.of("ACL", "SETUSER", account.user(namespace), "reset"));
    Matcher rules = RULE.matcher(text.split(" ", 3)[2]);
    while (rules.find()) {
      words.add(rules.group());
    }
    return words;
  }

  /** The file that {@code text} is; lines that are no users are passed over. */
  public static AclFile parse(String text) {
    Map<String, UserLine> users = new LinkedHashMap<>();
    text.lines()
        .map(UserLine::parse)
        .flatMap(Optional::stream)
        .forEach(user -> users.put(user.name(), user));
    return new AclFile(users);
  }

  /** Its text, one line for each user. */
  public String text() {
    StringBuilder text = new StringBuilder();
    users.values().forEach(user -> text.append(user.text()).append('\n'));
    return text.toString();
  }

  /** The names of its users. */
  public Set<String> users() {
    return Set.copyOf(users.keySet());
  }

  /** The Bodies of the bus {@code namespace} among them. */
  public Set<ProjectId> bodies(Namespace namespace) {
    String prefix = Account.prefix(namespace) + Account.Body.PREFIX;
    return users.keySet().stream()
        .filter(name -> name.startsWith(prefix))
        .flatMap(name -> ProjectId.parse(name.substring(prefix.length())).stream())
        .collect(Collectors.toSet());
  }

  /** This file, with the users that {@code other} has of other buses of the same Redis. */
  public AclFile keeping(AclFile other, Namespace namespace) {
    Map<String, UserLine> all = new LinkedHashMap<>(users);
    other.users.forEach((name, line) -> {
      if (!isOf(namespace, name)) {
        all.putIfAbsent(name, line);
      }
    });
    return new AclFile(all);
  }

  private static boolean isOf(Namespace namespace, String name) {
    String prefix = Account.prefix(namespace);
    return prefix.isEmpty() ? !name.contains(Account.SEPARATOR) : name.startsWith(prefix);
  }

  /** Whether a server that reads it forgets nothing when it starts anew. */
  boolean keepsTransactions() {
    UserLine nobody = UserLine.nobody();
    return user(nobody.name()).filter(found -> found.grants().equals(nobody.grants())).isPresent();
  }

  Optional<UserLine> user(String name) {
    return Optional.ofNullable(users.get(name));
  }

  private static UserLine line(
      Account account, Secret password, Namespace namespace, ServerVersion version) {
    return new UserLine(
        account.user(namespace),
        true,
        Set.of(hash(password)),
        Rights.of(account, namespace, version),
        Set.of());
  }

  static String hash(Secret password) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of()
          .formatHex(sha.digest(password.reveal().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
