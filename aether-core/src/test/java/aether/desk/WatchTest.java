package aether.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aether.bus.BusException;
import aether.bus.EventLog;
import aether.bus.Recorded;
import aether.testkit.HandClock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class WatchTest {
  private final HandClock clock = new HandClock();
  private final Away away = new Away();
  private final Watch watch = new Watch(away, clock, EventLog.START);

  /** A bus that is away; each look at it takes three seconds. */
  private final class Away implements EventLog {
    private int looks;

    @Override
    public List<Recorded> latest(int count) {
      throw new BusException.Unavailable("no bus at all", new Exception());
    }

    @Override
    public List<Recorded> after(String position, int count) {
      return latest(count);
    }

    @Override
    public List<Recorded> await(String position, int count, Duration patience) {
      looks++;
      clock.advance(Duration.ofSeconds(3));
      return latest(count);
    }

    @Override
    public String end() {
      return START;
    }
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS)
  void an_interrupt_ends_it_while_the_bus_is_away() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> watch.until(Instant.MAX, _ -> true))
        .isInstanceOf(BusException.Unavailable.class);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(away.looks).isEqualTo(1);
  }

  @Test
  void a_bus_that_stays_away_is_told_once() {
    PrintStream err = System.err;
    ByteArrayOutputStream told = new ByteArrayOutputStream();
    System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
    try {
      assertThat(watch.until(clock.instant().plusSeconds(14), _ -> true)).isFalse();
    } finally {
      System.setErr(err);
    }
    assertThat(told.toString(StandardCharsets.UTF_8).lines())
        .singleElement()
        .asString()
        .contains("the bus is away", "no bus at all");
    assertThat(away.looks).isGreaterThan(3);
  }
}
