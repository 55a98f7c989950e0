package aether.observatory.pipeline;

import static aether.observatory.pipeline.Sky.A;
import static aether.observatory.pipeline.Sky.B;
import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.BusException;
import aether.config.Account;
import aether.config.BusAddress;
import aether.event.Event;
import aether.message.Envelope;
import aether.message.Recipient;
import aether.observatory.turn.ScriptedRunner;
import aether.redis.Keys;
import aether.testkit.HandClock;
import aether.testkit.RedisServer;
import aether.testkit.TcpProxy;
import aether.testkit.Users;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The primary dies, and a replica takes its place under the same address. */
@Timeout(60)
class FailoverTest {
  private final RedisServer.Private primary = RedisServer.Private.start();
  private final RedisServer.Private replica = RedisServer.Private.start();
  private final TcpProxy proxy = TcpProxy.to(primary.address());
  private final HandClock clock = new HandClock();
  private RedisServer.Private serving = primary;
  private final RedisSkyBus bus =
      RedisSkyBus.through(proxy.address(), this::onBoth, command -> serving.call(command), clock);
  private final Sky sky = new Sky(clock, bus, _ -> LockSupport.parkNanos(20_000_000));
  private final ScriptedRunner runner = Scripts.always("The field is `id`.");

  @BeforeEach
  void follow() {
    replica.call("REPLICAOF", "127.0.0.1", String.valueOf(primary.address().port()));
    sky.registered(A);
    sky.online(B, runner);
    sky.send(A, B, "Before?");
    sky.until("the replica has the answer", () -> answersOn(replica) == 1);
  }

  @AfterEach
  void close() {
    proxy.close();
    sky.close();
    primary.close();
    replica.close();
  }

  @Test
  void a_replica_that_has_everything_goes_on_as_if_nothing_had_happened() {
    sky.until("the replica has the end of it", () -> sky.bus.queued(B) == 0);
    promote();

    insist(sky.compose(A, new Recipient.Project(B), "After?", 8));
    sky.until("it is answered", () -> answersOn(replica) == 2);
    sky.quiet();

    sky.auditor().audit();
    assertThat(told()).isEmpty();
  }

  @Test
  void a_replica_that_lacks_what_was_written_last_is_told_of_once_and_goes_on() {
    primary.grant(new Account.Body(B), Users.READS_EVENTS);
    replica.grant(new Account.Body(B), Users.READS_EVENTS);
    sky.until("the replica has the end of it", () -> replicaHas(sky.bus.end()));
    String copied = sky.bus.end();
    replica.call("REPLICAOF", "NO", "ONE");
    sky.send(A, B, "Lost?");
    sky.until("it is answered on the primary alone", () -> answersOn(primary) == 2);
    sky.quiet();
    bus.post().fallenBackTo(copied);
    promote();

    insist(sky.compose(A, new Recipient.Project(B), "After?", 8));
    sky.until("it is answered and told", () -> answersOn(replica) == 2 && told().size() == 1);
    sky.quiet();

    sky.auditor().audit();
    assertThat(runner.runs()).as("nothing was paid twice").isEqualTo(3);
    assertThat(told()).hasSize(1);
  }

  /** A replica does not copy users. */
  private BusAddress onBoth(Account account) {
    BusAddress _ = replica.as(account);
    return primary.as(account);
  }

  private void promote() {
    primary.kill9();
    serving = replica;
    replica.call("REPLICAOF", "NO", "ONE");
    proxy.redirect(replica.address());
    proxy.reset();
  }

  private boolean replicaHas(String event) {
    return String.valueOf(replica.call("XREVRANGE", Keys.EVENTS, "+", "-", "COUNT", "1"))
        .contains(event);
  }

  private static long answersOn(RedisServer.Private redis) {
    return redis.call("XLEN", Keys.inbox(A)) instanceof Long length ? length : 0;
  }

  private List<Event> told() {
    try {
      return sky.events().stream().filter(Event.BusEpochChanged.class::isInstance).toList();
    } catch (BusException.Unavailable e) {
      return List.of();
    }
  }

  /** Until Redis takes it. */
  private void insist(Envelope message) {
    sky.until(
        "the message is on the bus",
        () -> {
          try {
            sky.bus.outbox().send(message, List.of());
            return true;
          } catch (BusException.Unavailable e) {
            return false;
          }
        });
  }
}
