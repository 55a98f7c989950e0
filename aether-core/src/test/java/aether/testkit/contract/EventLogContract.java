package aether.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.EventLog;
import aether.bus.Recorded;
import aether.event.Action;
import aether.event.Event;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@code EventLog} promises. */
public abstract class EventLogContract extends BusContract {
  @Test
  void of_nothing_there_is_nothing_to_read() {
    EventLog log = bus.eventLog();
    assertThat(log.latest(10)).isEmpty();
    assertThat(log.after(EventLog.START, 10)).isEmpty();
    assertThat(log.end()).isEqualTo(EventLog.START);
  }

  @Test
  void the_newest_come_oldest_first() {
    tell(5);
    assertThat(actors(bus.eventLog().latest(3))).containsExactly("2", "3", "4");
    assertThat(actors(bus.eventLog().latest(100))).containsExactly("0", "1", "2", "3", "4");
  }

  @Test
  void reading_on_from_the_last_position_misses_nothing_and_repeats_nothing() {
    tell(7);
    EventLog log = bus.eventLog();
    List<Recorded> first = log.after(EventLog.START, 3);
    List<Recorded> second = log.after(first.getLast().position(), 3);
    List<Recorded> third = log.after(second.getLast().position(), 3);

    assertThat(actors(first)).containsExactly("0", "1", "2");
    assertThat(actors(second)).containsExactly("3", "4", "5");
    assertThat(actors(third)).containsExactly("6");
    assertThat(log.after(third.getLast().position(), 3)).isEmpty();
  }

  @Test
  void the_end_is_the_position_of_the_newest() {
    tell(2);
    EventLog log = bus.eventLog();
    assertThat(log.end()).isEqualTo(log.latest(1).getFirst().position());
    assertThat(log.after(log.end(), 10)).isEmpty();
  }

  @Test
  void a_read_that_waits_ends_when_something_happens() throws Exception {
    EventLog log = bus.eventLog();
    String end = log.end();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var read = CompletableFuture.supplyAsync(() -> log.await(end, 10, PATIENCE), threads);
      tell(1);
      assertThat(actors(read.get(10, TimeUnit.SECONDS))).containsExactly("0");
    }
  }

  @Test
  void a_read_that_waits_in_vain_ends_empty_and_one_that_need_not_wait_does_not() {
    EventLog log = bus.eventLog();
    assertThat(log.await(EventLog.START, 10, NO_PATIENCE)).isEmpty();
    tell(2);
    assertThat(actors(log.await(EventLog.START, 1, PATIENCE))).containsExactly("0");
  }

  private void tell(int count) {
    bus.journal()
        .append(
            IntStream.range(0, count)
                .<Event>mapToObj(i ->
                    new Event.Operated(
                        "" + i, new Action.KillProject(BACKEND), bus.clock().instant()))
                .toList());
  }

  private static List<String> actors(List<Recorded> recorded) {
    return recorded.stream().map(r -> ((Event.Operated) r.event()).actor()).toList();
  }
}
