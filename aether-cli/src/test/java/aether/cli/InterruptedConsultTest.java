package aether.cli;

import static org.assertj.core.api.Assertions.assertThat;

import aether.config.Account;
import aether.message.ProjectId;
import aether.redis.write.RedisBus;
import aether.testkit.Jvm;
import aether.testkit.RedisServer;
import aether.testkit.Users;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A real process, ended as Ctrl-C ends it. */
class InterruptedConsultTest {
  @RegisterExtension static final RedisServer REDIS = RedisServer.start();

  private @TempDir Path home;

  @Test
  void ctrl_c_leaves_neither_a_registry_entry_nor_a_heartbeat() throws Exception {
    try (RedisBus bus = RedisBus.connect(REDIS.address())) {
      Responder.register(new ProjectId("beta"), bus);
      String start = bus.observer().events().end();
      Process consult = consult();
      try (BufferedReader err = consult.errorReader()) {
        assertThat(err.readLine()).contains("'beta' is offline");
        assertThat(err.readLine()).startsWith("→ asked 'beta'");
        assertThat(bus.observer().events().await(start, 1, Duration.ofSeconds(5)))
            .as("the question is on the bus, so its sender is announced")
            .isNotEmpty();
        assertThat((List<?>) REDIS.call("KEYS", "aether:heartbeat:consult-*")).hasSize(1);

        interrupt(consult);

        assertThat(consult.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(consult.exitValue()).isEqualTo(130);
      } finally {
        consult.destroyForcibly();
      }
      assertThat((List<?>) REDIS.call("KEYS", "aether:heartbeat:*")).isEmpty();
      assertThat(bus.observer().directory().bodies()).containsOnlyKeys(new ProjectId("beta"));
    }
  }

  private Process consult() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Jvm.command("aether.cli.Aether", "consult", "--to", "beta", "--text", "which id?"));
    builder.environment().put("HOME", home.toString());
    builder.environment().putAll(Users.environment(REDIS.as(new Account.Consult())));
    return builder.start();
  }

  private static void interrupt(Process process) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start();
    assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }
}
