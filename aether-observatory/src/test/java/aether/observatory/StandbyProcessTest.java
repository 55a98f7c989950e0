package aether.observatory;

import static aether.observatory.Scene.ALPHA;
import static aether.observatory.Scene.BETA;
import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.Presence;
import aether.message.Envelope;
import aether.observatory.Scene.Fate;
import aether.redis.Keys;
import aether.testkit.RedisServer;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A second Observatory of one Body, waiting in a process of its own. */
@Timeout(90)
class StandbyProcessTest {
  @RegisterExtension static final RedisServer REDIS = RedisServer.start();

  private static final Duration LEASE = Duration.ofSeconds(3);
  private static final String[] FLAGS = {"--lease-ttl", "" + LEASE.toSeconds()};
  private static final String[] STANDBY = {"--standby", "--lease-ttl", "" + LEASE.toSeconds()};

  @TempDir Path temp;
  private Scene scene;

  @BeforeEach
  void set_the_stage() throws IOException {
    scene = Scene.set(temp, REDIS);
  }

  @AfterEach
  void clear_the_stage() {
    scene.close();
  }

  @Test
  void one_on_standby_says_whom_it_waits_for_and_ends_with_0_when_told_to() throws Exception {
    ObservatoryProcess first = online(FLAGS);
    ObservatoryProcess second = waiting();

    assertThat(second.errors())
        .singleElement()
        .asString()
        .contains("standing by", "body=beta", "pid=" + first.pid(), "since=2")
        .contains("host=" + InetAddress.getLocalHost().getHostName());
    second.signal("TERM");

    assertThat(second.exit()).isZero();
    assertThat(second.errors()).noneMatch(line -> line.contains("Exception"));
    assertThat(scene.presence()).isInstanceOf(Presence.Idle.class);
  }

  @Test
  void it_takes_over_as_soon_as_the_owner_has_ended_and_answers() {
    ObservatoryProcess first = online("--lease-ttl", "120");
    ObservatoryProcess second = waiting();

    first.signal("TERM");
    assertThat(first.exit()).isZero();
    long ended = System.nanoTime();
    scene.online(second);
    assertThat(Duration.ofNanos(System.nanoTime() - ended))
        .as("it does not wait for the lease to lapse")
        .isLessThan(Duration.ofSeconds(60));

    Envelope question = scene.ask("Which field?");
    scene.until("it is answered", () -> scene.messages().size() == 2);
    scene.audit(question, Fate.ANSWERED);
  }

  @Test
  void an_owner_that_sleeps_past_its_lease_is_relieved_and_commits_nothing_when_it_wakes() {
    scene.claude().thinks();
    ObservatoryProcess first = online(FLAGS);
    ObservatoryProcess second = waiting();
    Envelope question = scene.ask("Which field?");
    scene.until("the run has begun", () -> scene.claude().runs().size() == 1);

    first.signal("STOP");
    long asleep = System.nanoTime();
    scene.claude().concludes();
    scene.online(second);
    assertThat(Duration.ofNanos(System.nanoTime() - asleep))
        .as("bench prints how long it takes")
        .isLessThan(LEASE.plus(Duration.ofSeconds(30)));
    scene.until("the second has answered", () -> scene.messages().size() == 2);
    first.signal("CONT");

    assertThat(first.exit()).isEqualTo(1);
    assertThat(first.errors().getLast()).contains("another process has taken over 'beta'");
    scene.until("nothing is pending", () -> scene.pending() == 0);
    assertThat(REDIS.call("XLEN", Keys.inbox(ALPHA))).isEqualTo(1L);
    assertThat(scene.messages()).hasSize(2);
    assertThat(scene.done()).hasSize(1);
    assertThat(REDIS.call("HGET", Keys.processingLog(BETA, question.id()), "attempts"))
        .isEqualTo("2");
    scene.audit(question, Fate.RELIEVED, Fate.ANSWERED);
    scene.until("the second is still there", () -> scene.presence() instanceof Presence.Idle);
  }

  private ObservatoryProcess online(String... flags) {
    ObservatoryProcess process = scene.beta(flags);
    scene.online(process);
    return process;
  }

  private ObservatoryProcess waiting() {
    ObservatoryProcess process = scene.beta(STANDBY);
    scene.until("it waits; it said " + process.errors(), () -> !process.errors().isEmpty());
    return process;
  }
}
