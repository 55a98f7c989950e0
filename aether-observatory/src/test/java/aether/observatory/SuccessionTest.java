package aether.observatory;

import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.write.Lease;
import aether.message.ProjectId;
import aether.testkit.HandClock;
import aether.testkit.InMemoryBus;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SuccessionTest {
  private final HandClock clock = new HandClock();
  private final Lease plain =
      new InMemoryBus(clock).lease(new ProjectId("beta"), Duration.ofSeconds(30));
  private final Lease lease = Succession.on("here", plain);
  private final Lease.Owner me = owner("me", "here", ProcessHandle.current().pid());

  @Test
  void the_lease_of_a_process_of_this_host_that_has_ended_is_not_waited_for() throws Exception {
    plain.acquire(owner("dead", "here", ended()));
    assertThat(lease.acquire(me)).isEmpty();
    assertThat(plain.renew(me)).isTrue();
  }

  @Test
  void d8_the_lease_of_a_process_that_lives_is_respected() {
    Lease.Owner alive = owner("alive", "here", ProcessHandle.current().pid());
    plain.acquire(alive);
    assertThat(lease.acquire(me)).contains(alive);
  }

  @Test
  void d8_the_lease_of_another_host_is_respected_whatever_runs_here() throws Exception {
    Lease.Owner elsewhere = owner("elsewhere", "there", ended());
    plain.acquire(elsewhere);
    assertThat(lease.acquire(me)).contains(elsewhere);
    assertThat(plain.renew(elsewhere)).isTrue();
  }

  private Lease.Owner owner(String token, String host, long pid) {
    return new Lease.Owner(token, host, pid, clock.instant());
  }

  /** The number of a process that was and is no more. */
  private static long ended() throws IOException, InterruptedException {
    Process process = new ProcessBuilder("true").start();
    int _ = process.waitFor();
    return process.pid();
  }
}
