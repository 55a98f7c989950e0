package aether.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A bus in one word: {@code redis[s]://[user@]host[:port][/db]}, or through sentinels {@code
 * redis[s]-sentinel://[user@]host[:port],host[:port]…[/db]#primary}. It never holds a password.
 *
 * @param tls whether the connection, and that to the sentinels, is protected
 * @param node the server; the first sentinel where there are sentinels
 */
public record BusUrl(
    boolean tls,
    Optional<String> username,
    BusRoute.Node node,
    Optional<Integer> db,
    Optional<BusRoute.Sentinels> sentinels) {
  private static final int PORT = 6379;
  private static final int SENTINEL_PORT = 26_379;

  private static final Pattern WHOLE =
      Pattern.compile(
          "redis(?<tls>s?)(?<sentinel>-sentinel)?://(?:(?<user>[^@/#]*)@)?(?<nodes>[^@/#?]+)"
              + "(?:/(?<db>[0-9]*))?(?:#(?<primary>[A-Za-z0-9_.-]+))?");
  private static final Pattern NODE =
      Pattern.compile("(?<host>\\[[0-9A-Fa-f:.]+]|[^\\s:\\[\\]]+)(?::(?<port>[0-9]{1,5}))?");

  /**
   * Understands {@code text}.
   *
   * @param where what the user must correct when it cannot be understood, as it begins an error
   * @throws ConfigException when it is no such URL, or holds a password: that belongs into {@code
   *     AETHER_REDIS_PASSWORD}
   */
  public static BusUrl parse(String where, String text) {
    Matcher parts = WHOLE.matcher(text.strip());
    if (!parts.matches()) {
      throw refused(where, "no redis://, rediss://, redis-sentinel:// or rediss-sentinel:// URL");
    }
    Optional<String> user = Optional.ofNullable(parts.group("user"));
    if (user.filter(name -> name.contains(":")).isPresent()) {
      throw new ConfigException(
          where + " holds a password; leave it out there and set AETHER_REDIS_PASSWORD");
    }
    boolean bySentinel = parts.group("sentinel") != null;
    List<BusRoute.Node> nodes =
        nodes(where, parts.group("nodes"), bySentinel ? SENTINEL_PORT : PORT);
    return new BusUrl(
        !parts.group("tls").isEmpty(),
        user.filter(name -> !name.isEmpty()),
        nodes.getFirst(),
        Optional.ofNullable(parts.group("db"))
            .filter(db -> !db.isEmpty())
            .map(db -> new Setting("the database of " + where, db, "correct it").db()),
        sentinels(where, bySentinel, nodes, Optional.ofNullable(parts.group("primary"))));
  }

  private static Optional<BusRoute.Sentinels> sentinels(
      String where, boolean wanted, List<BusRoute.Node> nodes, Optional<String> primary) {
    if (wanted) {
      return Optional.of(
          new BusRoute.Sentinels(
              nodes,
              primary.orElseThrow(
                  () -> refused(where, "without the name of the primary: end it with #mymaster")),
              Optional.empty()));
    }
    if (nodes.size() > 1 || primary.isPresent()) {
      throw refused(where, "for one server; several, and a '#', are for redis-sentinel://");
    }
    return Optional.empty();
  }

  private static List<BusRoute.Node> nodes(String where, String list, int usualPort) {
    List<BusRoute.Node> nodes = new ArrayList<>();
    for (String written : list.split(",", -1)) {
      Matcher node = NODE.matcher(written.strip());
      if (!node.matches()) {
        throw refused(where, "not of the form host:port in '" + written + "'");
      }
      String host = node.group("host");
      nodes.add(
          new BusRoute.Node(
              host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
              Optional.ofNullable(node.group("port"))
                  .map(port -> new Setting("the port in " + where, port, "correct it").port())
                  .orElse(usualPort)));
    }
    return nodes;
  }

  private static ConfigException refused(String where, String why) {
    return new ConfigException(where + " is " + why + "; correct it or leave it out");
  }

  /** The URL of a bus behind sentinels; its other settings stand beside it. */
  static Optional<BusUrl> of(BusAddress address) {
    return address
        .route()
        .sentinels()
        .map(sentinels ->
            new BusUrl(
                address.tls().isPresent(),
                Optional.empty(),
                sentinels.nodes().getFirst(),
                Optional.empty(),
                Optional.of(sentinels.with(Optional.empty()))));
  }

  /** As it is read. */
  @Override
  public String toString() {
    return "redis"
        + (tls ? "s" : "")
        + sentinels.map(_ -> "-sentinel").orElse("")
        + "://"
        + username.map(name -> name + "@").orElse("")
        + sentinels.map(BusRoute.Sentinels::list).orElseGet(node::toString)
        + db.map(number -> "/" + number).orElse("")
        + sentinels.map(known -> "#" + known.primary()).orElse("");
  }
}
