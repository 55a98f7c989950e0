package aether.cli;

import static org.assertj.core.api.Assertions.assertThat;

import aether.event.Event;
import aether.redis.RedisObserver;
import aether.redis.local.LocalRedis;
import aether.redis.local.Running;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the class caches are made from, on a bus of its own. */
class RehearsalTest {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private @TempDir Path home;
  private Running bus;

  @BeforeEach
  void start_a_bus() {
    bus = Rehearsal.bus(LocalRedis.find(System.getenv(), home.resolve("bin")).orElseThrow(), home);
  }

  @AfterEach
  void stop_it() {
    bus.stop();
  }

  @Test
  void a_hand_sends_and_asks() throws Exception {
    assertThat(play(Rehearsal.Part.HAND)).isTrue();

    assertThat(events()).filteredOn(Event.MessageSent.class::isInstance).hasSize(3);
  }

  @Test
  void an_observatory_answers_and_is_gone_afterwards() throws Exception {
    assertThat(play(Rehearsal.Part.OBSERVATORY)).isTrue();

    assertThat(events()).hasAtLeastOneElementOfType(Event.ProcessingDone.class);
    assertThat(actors()).isEmpty();
  }

  @Test
  void the_pages_are_looked_at_and_closed() throws Exception {
    assertThat(play(Rehearsal.Part.PAGES)).isTrue();

    assertThat(actors()).isEmpty();
  }

  private boolean play(Rehearsal.Part part) throws IOException, InterruptedException {
    return Rehearsal.play(part, home, bus.address(), PATIENCE);
  }

  private List<Event> events() {
    try (RedisObserver observer = RedisObserver.connect(bus.address())) {
      return observer.events().latest(100).stream().map(recorded -> recorded.event()).toList();
    }
  }

  private static List<Thread> actors() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("rehearsal"))
        .toList();
  }
}
