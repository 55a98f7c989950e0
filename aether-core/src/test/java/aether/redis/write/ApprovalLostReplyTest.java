package aether.redis.write;

import static aether.redis.write.Letters.CLOCK;
import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.Approvals;
import aether.bus.AuditTrail.Verdict;
import aether.bus.write.ApprovalDesk.Decision;
import aether.message.EnvelopeCodec;
import aether.redis.write.FaultProxy.Fault;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The connection breaks while a decision is on its way: it takes effect exactly once. */
class ApprovalLostReplyTest {
  private PrivateRedis redis;
  private FaultProxy proxy;
  private RedisCommands<String, String> plain;
  private RedisBus bus;

  @BeforeEach
  void start() throws IOException {
    redis = PrivateRedis.start();
    proxy = FaultProxy.to(redis);
    plain = redis.plain();
    bus = RedisBus.connect(PrivateRedis.at(proxy.port()));
    plain.xadd("aether:approvals", Map.of("data", EnvelopeCodec.encode(Letters.question())));
  }

  @AfterEach
  void stop() {
    bus.close();
    proxy.close();
    redis.close();
  }

  @ParameterizedTest
  @EnumSource(value = Fault.class, mode = Mode.EXCLUDE, names = "NONE")
  void an_approved_reply_is_sent_once(Fault fault) {
    String id = waiting();
    proxy.atNextExec(fault);

    assertThat(bus.approvalDesk(CLOCK).approve(id, "ana")).isInstanceOf(Decision.Done.class);

    assertThat(proxy.isSpent()).isTrue();
    assertThat(plain.xlen("aether:inbox:backend")).isEqualTo(1);
    assertThat(plain.xlen("aether:approvals")).isZero();
    assertThat(plain.xlen("aether:events")).isEqualTo(2);
    assertThat(bus.observer().auditTrail().verify())
        .isInstanceOfSatisfying(
            Verdict.Whole.class, whole -> assertThat(whole.records()).isEqualTo(1));
  }

  @ParameterizedTest
  @EnumSource(value = Fault.class, mode = Mode.EXCLUDE, names = "NONE")
  void a_denied_reply_is_denied_once(Fault fault) {
    String id = waiting();
    proxy.atNextExec(fault);

    assertThat(bus.approvalDesk(CLOCK).deny(id, "ana")).isInstanceOf(Decision.Done.class);

    assertThat(proxy.isSpent()).isTrue();
    assertThat(plain.xlen("aether:inbox:backend")).isZero();
    assertThat(plain.xlen("aether:approvals")).isZero();
    assertThat(plain.xlen("aether:events")).isEqualTo(2);
    assertThat(plain.xlen("aether:audit")).isEqualTo(1);
  }

  private String waiting() {
    return bus.observer().approvals().list(Approvals.START, 1).getFirst().id();
  }
}
