package aether.redis.acl;

import aether.config.BusAddress;
import aether.redis.link.Failures;
import aether.redis.link.Link;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rights that a server has in force, asked for by somebody who may. */
public final class AclServer implements AutoCloseable {
  private static final String ALLOWED = "OK";
  private static final Pattern VERSION = Pattern.compile("(?m)^(?:redis|valkey)_version:(\\S+)");

  private final Link link;

  private AclServer(Link link) {
    this.link = link;
  }

  /**
   * Connects to the bus at {@code address}, as an account that may ask.
   *
   * @throws aether.bus.BusException when it cannot be reached or refuses the credentials
   */
  public static AclServer connect(BusAddress address) {
    return new AclServer(Link.open(address));
  }

  /** The version of the server; empty when it says none. */
  public Optional<ServerVersion> version() {
    Matcher said = VERSION.matcher(link.ask(redis -> redis.info("server")));
    return said.find() ? ServerVersion.parse(said.group(1)) : Optional.empty();
  }

  /** Makes what stands in its file its rights. */
  public void load() {
    var _ = link.ask(redis -> redis.aclLoad());
  }

  AclFile users() {
    List<String> lines = link.ask(redis -> redis.aclList());
    return AclFile.parse(String.join("\n", lines));
  }

  /** What each of {@code commands}, run by {@code user}, is refused with; empty where it is not. */
  List<Optional<String>> refusals(String user, List<List<String>> commands) {
    List<Link.Answer<String>> asked = new ArrayList<>();
    for (List<String> command : commands) {
      String[] rest = command.stream().skip(1).toArray(String[]::new);
      asked.add(link.send(redis -> redis.aclDryRun(user, command.getFirst(), rest)));
    }
    return asked.stream().map(AclServer::refusal).toList();
  }

  /** A command that this server does not have is refused as well. */
  private static Optional<String> refusal(Link.Answer<String> answer) {
    try {
      String said = answer.get();
      return said.equals(ALLOWED) ? Optional.empty() : Optional.of(said);
    } catch (IllegalStateException e) {
      if (!Failures.says(e, "ERR")) {
        throw e;
      }
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /**
   * All commands it has, subcommands as {@code command|subcommand}, with how many words each needs.
   */
  Map<String, Integer> commands() {
    Map<String, Integer> arities = new LinkedHashMap<>();
    List<Object> commands = link.ask(redis -> redis.command());
    commands.forEach(each -> take((List<?>) each, arities));
    return arities;
  }

  private static void take(List<?> command, Map<String, Integer> arities) {
    arities.put(String.valueOf(command.get(0)), (int) Math.abs((Long) command.get(1)));
    Object subcommands = command.size() > 9 ? command.get(9) : List.of();
    if (subcommands instanceof List<?> each) {
      each.forEach(one -> take((List<?>) one, arities));
    }
  }

  @Override
  public void close() {
    link.close();
  }
}
