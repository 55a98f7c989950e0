package aether.redis.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aether.bus.BusException;
import aether.config.BusAddress;
import aether.config.Secret;
import aether.redis.link.Exchange;
import aether.redis.link.Line;
import aether.redis.link.Link;
import aether.redis.link.Step;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.KillArgs;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A line whose user writes and reads the socket itself, on a real Redis. */
class OwnLineTest {
  private PrivateRedis redis;
  private RedisCommands<String, String> plain;
  private Link link;
  private Line line;

  @BeforeEach
  void start() {
    redis = PrivateRedis.start();
    plain = redis.plain();
    link = Link.open(redis.address());
    line = link.ownLine();
  }

  @AfterEach
  void stop() {
    line.close();
    link.close();
    redis.close();
  }

  @Test
  void a_transaction_answers_with_each_commands_reply() {
    List<Step> calls =
        List.of(
            r -> r.incr("counted"),
            r -> r.hset("kept", Map.of("a", "ä€😀", "b", "")),
            r -> r.hgetall("kept"));

    Optional<List<Object>> replies = line.exclusively(wire -> wire.transact(calls));

    assertThat(replies).contains(List.of(1L, 2L, Map.of("a", "ä€😀", "b", "")));
  }

  @Test
  void a_watched_key_that_changes_voids_the_transaction() {
    Optional<List<Object>> replies =
        line.exclusively(wire -> {
          var watched = wire.ask(r -> r.watch("fence"));
          assertThat(watched).isEqualTo("OK");
          plain.set("fence", "another's");
          return wire.transact(List.of(r -> r.set("mine", "written")));
        });

    assertThat(replies).isEmpty();
    assertThat(plain.exists("mine")).isZero();
  }

  @Test
  void what_one_command_of_a_transaction_was_refused_for_is_said() {
    plain.set("text", "no number");

    assertThatThrownBy(() -> line.exclusively(wire -> wire.transact(List.of(r -> r.incr("text")))))
        .isInstanceOf(BusException.class)
        .hasMessageContaining("'text' holds no number");
    assertThatThrownBy(
            () -> line.exclusively(wire -> wire.transact(List.of(r -> r.hset("h", Map.of())))))
        .isInstanceOf(RuntimeException.class);
    assertThat(line.<String>exclusively(wire -> wire.ask(r -> r.get("text"))))
        .isEqualTo("no number");
  }

  @Test
  void replies_larger_than_any_buffer_arrive_whole() {
    String large = "x€".repeat(300_000);
    List<Step> calls =
        IntStream.range(0, 3).<Step>mapToObj(i -> r -> r.set("large" + i, large)).toList();

    var _ = line.exclusively(wire -> wire.transact(calls));

    assertThat(line.<List<String>>exclusively(this::all)).containsExactly(large, large, large);
    assertThat(line.<String>exclusively(wire -> wire.ask(r -> r.get("large1")))).isEqualTo(large);
  }

  @Test
  void a_connection_that_was_closed_meanwhile_is_replaced_before_it_is_used() {
    long first = line.exclusively(wire -> wire.ask(r -> r.clientId()));
    assertThat(plain.clientKill(KillArgs.Builder.id(first))).isEqualTo(1);

    long second = line.exclusively(wire -> wire.ask(r -> r.clientId()));

    assertThat(second).isGreaterThan(first);
  }

  @Test
  void a_server_that_has_gone_is_said_to_be_away() {
    PrivateRedis gone = PrivateRedis.start();
    try (Link there = Link.open(gone.address());
        Line own = there.ownLine()) {
      long _ = own.<Long>exclusively(wire -> wire.ask(r -> r.clientId()));
      gone.close();

      assertThatThrownBy(() -> own.<String>exclusively(wire -> wire.ask(r -> r.get("any"))))
          .isInstanceOf(BusException.Unavailable.class)
          .hasMessageContaining("is not available")
          .hasMessageContaining("aether bus start");
    }
  }

  @Test
  void it_enters_as_its_user_and_in_its_database() {
    var _ =
        plain.aclSetuser(
            "carol", AclSetuserArgs.Builder.on().addPassword("s3cret").allKeys().allCommands());

    try (Link entered = Link.open(as("carol", "s3cret"));
        Line own = entered.ownLine()) {
      assertThat(own.<String>exclusively(wire -> wire.ask(r -> r.aclWhoami()))).isEqualTo("carol");
      assertThat(own.<String>exclusively(wire -> wire.ask(r -> r.set("there", "3"))))
          .isEqualTo("OK");
    }
    assertThat(plain.exists("there")).isZero();
  }

  private List<String> all(Exchange wire) {
    return wire.ask(r -> r.mget("large0", "large1", "large2")).stream()
        .map(each -> each.getValueOrElse(""))
        .toList();
  }

  private BusAddress as(String user, String password) {
    BusAddress here = redis.address();
    return new BusAddress(
        here.host(),
        here.port(),
        3,
        Optional.of(user),
        Optional.of(new Secret(password)),
        Optional.empty());
  }
}
