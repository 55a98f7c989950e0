package aether.observatory.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import aether.observatory.fleet.Fleet.Ship;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two hundred Observatories killed with {@code kill -9} while a thousand messages flow, some of
 * them sent in the life of each, then audited: five at a time, as a kill takes all those of a
 * process. {@code -Daether.kills=N} kills {@code N} processes.
 */
@Timeout(600)
class FaultsTest {
  private static final int MESSAGES = 1_000;
  private static final int KILLS = Integer.getInteger("aether.kills", 40);
  private static final List<String> BODIES = List.of("b0", "b1", "b2", "b3", "b4");

  @TempDir Path temp;

  @Test
  void without_faults_each_of_three_hundred_messages_costs_one_run_and_the_ledger_is_exact()
      throws IOException {
    try (Field field = Field.of(temp, BODIES);
        Ship ship = field.fleet.launch(Crew.INSIDE, field.ids())) {
      ship.tell("go", "up");
      for (int i = 0; i < 300; i++) {
        field.traffic.next("");
      }
      drain(field, ship);
      field.audit();
    }
  }

  @Test
  void d3_observatories_killed_while_a_thousand_messages_flow_lose_nothing_and_double_nothing()
      throws IOException {
    AtomicInteger due = new AtomicInteger();
    int amidst = 0;
    try (Field field = Field.of(temp, BODIES)) {
      var sending = sending(field, Duration.ofMillis(10), due::get);
      Ship next = field.fleet.launch(Crew.INSIDE, field.ids());
      for (int kill = 0; kill < KILLS; kill++) {
        Ship ship = next;
        ship.tell("go", "up");
        due.set(MESSAGES * (kill + 1) / KILLS);
        next = field.fleet.launch(Crew.INSIDE, field.ids());
        LockSupport.parkNanos(Duration.ofMillis(field.random.nextInt(150)).toNanos());
        amidst += field.traffic.sent().size() < due.get() || !field.isDrained() ? 1 : 0;
        ship.kill9();
      }
      next.tell("go", "up");
      sending.join();
      drain(field, next);
      assertThat(field.fleet.log().killed())
          .as("Observatories that were online when they were killed")
          .isEqualTo(KILLS * BODIES.size());
      assertThat(amidst).as("kills while messages flowed").isGreaterThan(KILLS * 3 / 4);
      field.audit();
    }
  }

  @Test
  void redis_killed_and_started_again_under_that_load_loses_nothing_and_doubles_nothing()
      throws IOException {
    try (Field field = Field.of(temp, BODIES);
        Ship ship = field.fleet.launch(Crew.INSIDE, field.ids())) {
      ship.tell("go", "up");
      var sending = sending(field, Duration.ofMillis(5), () -> MESSAGES);
      int restarts = 3;
      for (int i = 0; i < restarts; i++) {
        int wanted = MESSAGES * (i + 1) / (restarts + 2);
        field.until(
            "enough sent", Duration.ofMinutes(2), () -> field.traffic.sent().size() > wanted);
        field.restartRedis();
      }
      sending.join();
      drain(field, ship);
      field.audit();
    }
  }

  /** Sends a thousand messages, so far as they are due. */
  private static CompletableFuture<Void> sending(Field field, Duration between, IntSupplier due) {
    return CompletableFuture.runAsync(
        () -> {
          for (int sent = 0; sent < MESSAGES; ) {
            if (sent < due.getAsInt()) {
              field.traffic.next("");
              sent++;
            }
            LockSupport.parkNanos(between.toNanos());
          }
        },
        Thread::startVirtualThread);
  }

  private static void drain(Field field, Ship ship) throws IOException {
    field.until("all are settled", Duration.ofMinutes(3), field::isDrained);
    ship.end();
    assertThat(field.isDrained()).isTrue();
  }
}
