package aether.observatory;

import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.write.Lease;
import aether.bus.write.Succession;
import aether.config.PidSpace;
import aether.message.ProjectId;
import aether.testkit.HandClock;
import aether.testkit.InMemoryBus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuccessionTest {
  private final HandClock clock = new HandClock();
  private final Lease plain =
      new InMemoryBus(clock).lease(new ProjectId("beta"), Duration.ofSeconds(30));
  private final Lease lease = Succession.in(Optional.of("here"), plain);
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

  @Test
  void d8_an_equal_host_name_proves_nothing() throws Exception {
    Lease.Owner unknown = new Lease.Owner("unknown", "host", ended(), clock.instant());
    plain.acquire(unknown);
    assertThat(lease.acquire(me)).contains(unknown);
    assertThat(Succession.in(Optional.empty(), plain).acquire(me)).contains(unknown);
  }

  @Test
  void a_host_without_proc_is_known_by_the_id_it_keeps(@TempDir Path home) throws Exception {
    Path id = home.resolve("host-id");
    Optional<String> first = PidSpace.of(home.resolve("proc"), id);

    assertThat(first).isPresent().isEqualTo(PidSpace.of(home.resolve("proc"), id));
    assertThat(PidSpace.of(home.resolve("proc"), home.resolve("other"))).isNotEqualTo(first);
    assertThat(PidSpace.of(home.resolve("proc"), Files.createDirectory(home.resolve("folder"))))
        .isEmpty();
  }

  @Test
  void a_container_with_the_same_kernel_is_another_place(@TempDir Path home) throws Exception {
    Optional<String> one = PidSpace.of(proc(home.resolve("one"), "pid:[1]"), home.resolve("id"));
    Optional<String> two = PidSpace.of(proc(home.resolve("two"), "pid:[2]"), home.resolve("id"));

    assertThat(one).isPresent().isNotEqualTo(two);
    assertThat(home.resolve("id")).doesNotExist();
  }

  private static Path proc(Path proc, String namespace) throws IOException {
    Files.createDirectories(proc.resolve("sys/kernel/random"));
    Files.writeString(proc.resolve("sys/kernel/random/boot_id"), "one-boot\n");
    Files.createDirectories(proc.resolve("self/ns"));
    Files.createSymbolicLink(proc.resolve("self/ns/pid"), Path.of(namespace));
    return proc;
  }

  private Lease.Owner owner(String token, String pidSpace, long pid) {
    return new Lease.Owner(token, "host", pid, clock.instant(), Optional.of(pidSpace));
  }

  /** The number of a process that was and is no more. */
  private static long ended() throws IOException, InterruptedException {
    Process process = new ProcessBuilder("true").start();
    int _ = process.waitFor();
    return process.pid();
  }
}
