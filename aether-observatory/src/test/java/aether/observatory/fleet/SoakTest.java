package aether.observatory.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import aether.message.ConversationId;
import aether.observatory.fleet.Fleet.Ship;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * All faults mixed, for {@code -Daether.soak=SECONDS} (half an hour unless said otherwise): one
 * crew is killed again and again, or stopped until another has taken its Bodies over; the other
 * crew stays. Run by {@code mvn -Psoak}.
 */
@Tag("soak")
class SoakTest {
  private static final Duration LENGTH = Duration.ofSeconds(Long.getLong("aether.soak", 1_800));
  private static final String[] DOOMED = {"b0", "b1", "b2"};
  private static final String[] STEADY = {"b3", "b4", "b5"};

  /** What goes wrong. */
  private enum Fault {
    /** A crew is killed without warning. */
    KILL,
    /** A crew stands still until its leases are over and others have its Bodies, and goes on. */
    STAND_STILL,
    /** Redis is killed without warning, and started with what it had written. */
    REDIS_KILLED,
    /** Redis has no memory left. */
    REDIS_FULL,
    /** Redis cannot save to its disk. */
    REDIS_UNSAVED,
    /** Redis forgets everything, when all is settled. */
    REDIS_EMPTIED,
    /** Connections stand, and nothing comes through. */
    HALF_OPEN,
    /** Every connection is reset. */
    RESET,
    GARBAGE,
    PAUSE,
    RESUME,
    NONE
  }

  @TempDir Path temp;
  private final Deque<ConversationId> paused = new ArrayDeque<>();
  private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);

  @Test
  void all_faults_mixed_lose_nothing_double_nothing_and_leave_heap_and_files_flat()
      throws IOException {
    List<long[]> stats = new ArrayList<>();
    try (Field field = Field.rough(temp, List.of("b0", "b1", "b2", "b3", "b4", "b5"));
        Ship steady = field.fleet.launch(agent(field), STEADY)) {
      steady.tell("go", "up");
      Ship doomed = online(field);
      long end = System.nanoTime() + LENGTH.toNanos();
      while (System.nanoTime() < end) {
        traffic(field);
        Fault fault = Fault.values()[field.random.nextInt(Fault.values().length)];
        doomed = suffer(fault, field, doomed);
        faults.merge(fault, 1, Integer::sum);
        stats.add(steady.stat());
      }
      settle(field);
      stats.add(steady.stat());
      doomed.end();
      steady.end();
      System.out.printf("soak: %d messages; %s%n", field.traffic.sent().size(), faults);
      field.audit();
    }
    assertFlat(stats);
  }

  /** Lets {@code fault} happen. @return the crew that has the doomed Bodies from now on */
  private Ship suffer(Fault fault, Field field, Ship doomed) throws IOException {
    switch (fault) {
      case KILL -> {
        doomed.kill9();
        return online(field);
      }
      case STAND_STILL -> {
        return takenOver(field, doomed);
      }
      case REDIS_KILLED -> field.restartRedis();
      case REDIS_FULL -> field.full(Duration.ofSeconds(2));
      case REDIS_UNSAVED -> field.unsaved(Duration.ofSeconds(2));
      case REDIS_EMPTIED -> {
        settle(field);
        field.forget();
      }
      case HALF_OPEN -> field.halfOpen(Duration.ofSeconds(3));
      case RESET -> field.proxy.reset();
      case GARBAGE -> field.garbage();
      case PAUSE -> pause(field);
      case RESUME -> resume(field);
      case NONE -> LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
    }
    return doomed;
  }

  private void settle(Field field) {
    while (!paused.isEmpty()) {
      resume(field);
    }
    field.until("all are settled", Duration.ofMinutes(10), field::isDrained);
  }

  /** The one that stood still wakes when others have its Bodies: it must commit nothing. */
  private static Ship takenOver(Field field, Ship doomed) throws IOException {
    Ship standby = field.fleet.launch(agent(field), DOOMED);
    doomed.signal("STOP");
    standby.tell("go", "up");
    doomed.signal("CONT");
    LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
    doomed.kill9();
    return standby;
  }

  /**
   * No more in the last third than in the second, neither usually nor at most, apart from what a
   * garbage collector leaves.
   */
  private static void assertFlat(List<long[]> stats) {
    int third = stats.size() / 3;
    assertFlat("heap", 0, (4L << 20) - 1, stats, third);
    assertFlat("open files", 1, 8, stats, third);
  }

  private static void assertFlat(
      String what, int which, long slack, List<long[]> stats, int third) {
    long[] before = sorted(which, stats.subList(third, 2 * third));
    long[] after = sorted(which, stats.subList(2 * third, stats.size()));
    System.out.printf(
        "soak: %d looks; %s usually %,d then %,d, at most %,d then %,d%n",
        stats.size(),
        what,
        before[before.length / 2],
        after[after.length / 2],
        before[before.length - 1],
        after[after.length - 1]);
    assertThat(after[after.length / 2])
        .as("%s, usually", what)
        .isLessThanOrEqualTo(before[before.length / 2] + slack);
    assertThat(after[after.length - 1])
        .as("%s, at most", what)
        .isLessThanOrEqualTo(before[before.length - 1] + slack);
  }

  private static long[] sorted(int which, List<long[]> stats) {
    return stats.stream().mapToLong(each -> each[which]).sorted().toArray();
  }

  /** As much as is worked off between two faults; one in a hundred hangs. */
  private static void traffic(Field field) {
    if (field.unsettled() > 60) {
      LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
      return;
    }
    for (int i = 0; i < 12; i++) {
      field.traffic.next(field.random.nextInt(100) == 0 ? " Hang on." : "");
    }
  }

  private static Ship online(Field field) throws IOException {
    Ship ship = field.fleet.launch(agent(field), DOOMED);
    ship.tell("go", "up");
    return ship;
  }

  private void pause(Field field) {
    var sent = field.traffic.sent();
    ConversationId last = sent.getLast().conversation();
    if (!paused.contains(last) && paused.size() < 3) {
      field.insist(() -> field.bus.controls(InstantSource.system()).pause(last, "soak"));
      paused.add(last);
    }
  }

  private void resume(Field field) {
    ConversationId first = paused.poll();
    if (first != null) {
      field.insist(() -> field.bus.controls(InstantSource.system()).resume(first, "soak"));
    }
  }

  /**
   * A client that notes its start and its end, and hangs when it is told to. Its limit must not
   * come between the note of its end and its answer, which nobody could tell apart: where a third
   * of its time is gone before, because the machine is busy, it hangs as well.
   */
  private static String agent(Field field) throws IOException {
    Path script = field.fleet.home().resolve("claude");
    if (!Files.exists(script)) {
      Files.writeString(
          script,
          """
          #!/bin/sh
          if [ "$1" = --help ]; then echo '  --max-turns <n>'; exit 0; fi
          read -r BEGAN _ < /proc/uptime
          PROMPT=$(cat)
          N=$(printf '%%s' "$PROMPT" | sed -n 's/.*Question q\\([0-9]*\\)?.*/\\1/p' | head -n 1)
          [ -n "$N" ] || exit 1 # whoever asked was killed while asking
          echo "s $N $PPID" >> '%1$s'
          echo '{"type":"system","subtype":"init","session_id":"%2$s","tools":["Read"],"mcp_servers":[]}'
          hang() { trap '' TERM; sleep 60; exit 1; }
          case $PROMPT in *"Hang on."*) hang;; esac
          read -r NOW _ < /proc/uptime
          [ $((${NOW%%.*} - ${BEGAN%%.*})) -lt 5 ] || hang
          echo "e $N $PPID" >> '%1$s'
          printf '%%s\\n' '{"type":"result","subtype":"success","is_error":false,"result":"{\\"reply_needed\\":true,\\"to\\":null,\\"reply_body\\":{\\"intent\\":\\"result\\",\\"text\\":\\"The field is `order_id`.\\"},\\"summary\\":\\"answered\\"}","session_id":"%2$s","total_cost_usd":0.01,"usage":{"input_tokens":3,"output_tokens":5}}'
          """
              .formatted(
                  field.fleet.home().resolve("runs"), "11111111-2222-4333-8444-555555555555"));
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    return script.toString();
  }
}
