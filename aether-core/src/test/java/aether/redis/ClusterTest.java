package aether.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aether.bus.Body;
import aether.bus.BusException;
import aether.bus.write.Registrar.Registration;
import aether.config.Account;
import aether.config.BusAddress;
import aether.config.BusRoute;
import aether.config.Namespace;
import aether.message.ProjectId;
import aether.redis.local.RespConnection;
import aether.redis.write.RedisBus;
import aether.testkit.OwnRedis;
import aether.testkit.Patience;
import aether.testkit.RequiresRedis7;
import aether.testkit.Users;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Redis Cluster of three primaries, and a replica of the one that owns the bus. */
@RequiresRedis7
class ClusterTest {
  private static final int SLOTS = 16_384;
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Body BACKEND = new Body(new ProjectId("backend"), "serves", List.of("api"));
  private static final Body FRONTEND = new Body(new ProjectId("frontend"), "shows", List.of());

  private static final Namespace IN_BRACES = new Namespace("{aether}");
  private static final Account OPERATOR = new Account.Operator();

  @TempDir private Path dir;
  private final List<Node> nodes = new ArrayList<>();

  private record Node(OwnRedis redis, int port, int busPort) {
    Object ask(String... command) {
      try (RespConnection connection =
          RespConnection.open("127.0.0.1", port, Optional.empty(), LIMIT)) {
        return String.valueOf(connection.call(command));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @BeforeEach
  void build_a_cluster() throws IOException {
    for (int i = 0; i < 4; i++) {
      nodes.add(node(i));
    }
    for (int i = 0; i < 3; i++) {
      int first = SLOTS * i / 3;
      int last = SLOTS * (i + 1) / 3 - 1;
      nodes.get(i).ask("CLUSTER", "ADDSLOTSRANGE", "" + first, "" + last);
      nodes.get(i).ask("CLUSTER", "SET-CONFIG-EPOCH", "" + (i + 1));
    }
    for (Node other : nodes.subList(1, 4)) {
      nodes.get(0).ask("CLUSTER", "MEET", "127.0.0.1", "" + other.port(), "" + other.busPort());
    }
    String owner = String.valueOf(owner().ask("CLUSTER", "MYID"));
    Patience.until(
        "the replica knows its primary",
        () -> String.valueOf(nodes.get(3).ask("CLUSTER", "NODES")).contains(owner));
    nodes.get(3).ask("CLUSTER", "REPLICATE", owner);
    for (Node node : nodes) {
      Patience.until(
          "the cluster is whole",
          () ->
              String.valueOf(node.ask("CLUSTER", "INFO")).contains("cluster_state:ok")
                  && String.valueOf(node.ask("CLUSTER", "NODES")).contains("slave " + owner));
    }
    Patience.until(
        "the replica follows",
        () -> String.valueOf(nodes.get(3).ask("INFO", "replication")).contains("status:up"));
  }

  private Node node(int number) throws IOException {
    int port = OwnRedis.freePort();
    int busPort = OwnRedis.freePort();
    Path home = Files.createDirectory(dir.resolve("node" + number));
    OwnRedis redis =
        OwnRedis.start(
            home,
            "--port",
            "" + port,
            "--cluster-enabled",
            "yes",
            "--cluster-port",
            "" + busPort,
            "--cluster-node-timeout",
            "1500",
            "--aclfile",
            Users.write(home.resolve("users.acl"), Set.of(OPERATOR), IN_BRACES).toString());
    return new Node(redis, port, busPort);
  }

  private Node owner() {
    long slot =
        Long.parseLong(String.valueOf(nodes.get(0).ask("CLUSTER", "KEYSLOT", "{aether}:registry")));
    return nodes.get((int) (slot * 3 / SLOTS));
  }

  private Node stranger() {
    return nodes.subList(0, 3).stream().filter(node -> node != owner()).findFirst().orElseThrow();
  }

  @AfterEach
  void end_it() {
    nodes.stream().sorted(Comparator.comparing(Node::port)).forEach(node -> node.redis().close());
  }

  @Test
  void a_bus_in_braces_lives_on_the_node_that_owns_it_and_follows_it() {
    try (RedisBus bus = RedisBus.connect(asOperator(stranger()))) {
      assertThat(bus.registrar().register(BACKEND, false)).isInstanceOf(Registration.Added.class);
      assertThat(bus.observer().directory().bodies()).containsOnlyKeys(BACKEND.id());
      assertThat(String.valueOf(owner().ask("KEYS", "*"))).contains("{aether}:registry");
      assertThat(owner().ask("WAIT", "1", "2000")).isEqualTo("1");

      long killed = System.nanoTime();
      owner().redis().kill9();
      Patience.until("the bus is writable again", () -> registers(bus));
      assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(Duration.ofSeconds(30));
      assertThat(bus.observer().directory().bodies()).containsOnlyKeys(BACKEND.id(), FRONTEND.id());
    }
  }

  private static boolean registers(RedisBus bus) {
    try {
      var _ = bus.registrar().register(FRONTEND, true);
      return !bus.observer().directory().bodies().isEmpty();
    } catch (BusException.Unavailable e) {
      return false;
    }
  }

  @Test
  void a_bus_without_braces_is_told_to_have_some() {
    assertThatThrownBy(
            () -> {
              try (RedisBus bus = RedisBus.connect(at(nodes.get(0), "aether"))) {
                var _ = bus.observer().directory().bodies();
                var _ = bus.registrar().register(BACKEND, false);
                var _ = bus.observer().events().end();
                var _ = bus.observer().auditTrail();
              }
              try (RedisBus bus = RedisBus.connect(at(nodes.get(1), "aether"))) {
                var _ = bus.observer().directory().bodies();
              }
            })
        .isInstanceOf(BusException.Unavailable.class)
        .hasMessageContaining("--namespace '{aether}'");
  }

  private static BusAddress asOperator(Node node) {
    return at(node, IN_BRACES.name()).enteredBy(OPERATOR.user(IN_BRACES), Users.password(OPERATOR));
  }

  private static BusAddress at(Node node, String namespace) {
    return new BusAddress(
        "127.0.0.1",
        node.port(),
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        new BusRoute(new Namespace(namespace), Optional.empty(), false));
  }
}
