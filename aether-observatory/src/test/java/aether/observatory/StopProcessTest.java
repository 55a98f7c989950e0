package aether.observatory;

import static org.assertj.core.api.Assertions.assertThat;

import aether.config.BusAddress;
import aether.message.Envelope;
import aether.observatory.Scene.Fate;
import aether.testkit.RedisServer;
import aether.testkit.TcpProxy;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The STOP file of a host needs no bus. */
@Timeout(90)
class StopProcessTest {
  @RegisterExtension static final RedisServer REDIS = RedisServer.start();

  @TempDir Path temp;

  /** What the Body can see of the bus when it is told to stop. */
  enum Bus {
    THERE,
    /** Connections are reset, and refused from then on. */
    AWAY,
    /** Connections stand, and nothing comes through. */
    SILENT
  }

  @ParameterizedTest
  @EnumSource
  void a_running_agent_is_gone_within_a_second_and_the_message_is_answered_after_go(Bus sight)
      throws IOException {
    try (TcpProxy proxy = TcpProxy.to(REDIS.address());
        Scene scene = Scene.set(temp, REDIS)) {
      StandIn claude = scene.claude().thinks();
      Envelope question = scene.ask("Which field?");
      ObservatoryProcess beta =
          scene.start("beta", claude.executable().toString(), proxy.address());
      scene.until("it is deep in thought", () -> claude.deep().size() == 1);
      blind(proxy, sight);

      Path stop = Files.writeString(temp.resolve("home").resolve("STOP"), "enough\n");
      long said = System.nanoTime();
      scene.until("it is gone", () -> claude.living().isEmpty());
      Duration took = Duration.ofNanos(System.nanoTime() - said);

      assertThat(took).isLessThan(Duration.ofSeconds(1));
      Files.delete(stop);
      claude.concludes();
      see(proxy);
      scene.until("it is answered", () -> scene.messages().size() == 2);
      scene.until("nothing is pending", () -> scene.pending() == 0);
      beta.signal("TERM");
      assertThat(beta.exit()).isZero();
      scene.audit(question, Fate.ENDED, Fate.ANSWERED);
    }
  }

  private static void blind(TcpProxy proxy, Bus sight) throws IOException {
    switch (sight) {
      case THERE -> {}
      case AWAY -> {
        proxy.redirect(nobody());
        proxy.reset();
      }
      case SILENT -> proxy.swallow();
    }
  }

  private static void see(TcpProxy proxy) {
    proxy.redirect(REDIS.address());
    proxy.mend();
  }

  /** Where nobody listens. */
  private static BusAddress nobody() throws IOException {
    try (ServerSocket closed = new ServerSocket(0)) {
      return new BusAddress(
          "127.0.0.1",
          closed.getLocalPort(),
          0,
          Optional.empty(),
          Optional.empty(),
          Optional.empty());
    }
  }
}
