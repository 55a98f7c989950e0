package aether.redis;

import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.AuditTrail;
import aether.bus.AuditTrail.Verdict;
import aether.message.ConversationId;
import aether.redis.write.RedisBus;
import aether.testkit.RedisServer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Somebody with the password tries to change what operators did. */
class AuditTamperTest {
  @RegisterExtension static final RedisServer redis = RedisServer.start();

  private static final int DEEDS = 5;

  private RedisBus bus;

  @BeforeEach
  void five_deeds() {
    bus = RedisBus.connect(redis.address());
    for (int i = 0; i < DEEDS; i++) {
      bus.controls(InstantSource.system()).pause(new ConversationId("c" + i), "ana");
    }
  }

  @AfterEach
  void close() {
    bus.close();
  }

  @Test
  void an_untouched_trail_is_whole() {
    assertThat(trail().verify()).isInstanceOf(Verdict.Whole.class);
  }

  @Test
  void one_flipped_byte_is_found_and_its_record_named() {
    List<List<String>> entries = entries();
    for (int at = 0; at < DEEDS; at++) {
      for (String field : List.of("n", "prev", "hash", "data")) {
        rewrite(entries, at, field, AuditTamperTest::flipped);
        assertThat(trail().verify()).isInstanceOfSatisfying(Verdict.Broken.class, broken -> {});
        assertThat(((Verdict.Broken) trail().verify()).position())
            .isEqualTo(entries.get(at).getFirst());
      }
    }
    rewrite(entries, 0, "n", same -> same);
    assertThat(trail().verify()).isInstanceOf(Verdict.Whole.class);
  }

  @Test
  void a_record_taken_out_shows() {
    List<List<String>> entries = entries();
    redis.call("XDEL", "aether:audit", entries.get(2).getFirst());
    assertThat(((Verdict.Broken) trail().verify()).position()).isEqualTo(entries.get(3).getFirst());
  }

  @Test
  void a_trail_whose_end_is_cut_off_shows() {
    List<List<String>> entries = entries();
    redis.call("XDEL", "aether:audit", entries.getLast().getFirst());
    assertThat(trail().verify())
        .isEqualTo(new Verdict.Broken(entries.get(3).getFirst(), "1 records after it are missing"));
  }

  @Test
  void a_trail_that_was_begun_anew_shows() {
    redis.call("DEL", "aether:audit");
    assertThat(trail().verify())
        .isEqualTo(new Verdict.Broken(AuditTrail.START, "5 records after it are missing"));
    bus.controls(InstantSource.system()).pause(new ConversationId("c9"), "ana");
    assertThat(trail().verify()).isInstanceOf(Verdict.Broken.class);
  }

  @Test
  void a_forgotten_head_shows() {
    redis.call("DEL", "aether:audit:head");
    assertThat(trail().verify()).isInstanceOf(Verdict.Broken.class);
  }

  @Test
  void wiping_the_mirror_leaves_the_trail_whole() {
    redis.call("XTRIM", "aether:events", "MAXLEN", "0");
    assertThat(trail().verify())
        .isInstanceOfSatisfying(
            Verdict.Whole.class, whole -> assertThat(whole.records()).isEqualTo(DEEDS));
  }

  @Test
  void deeds_done_at_the_same_time_by_several_processes_make_one_chain() throws Exception {
    int writers = 4;
    int each = 25;
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> done = new ArrayList<>();
      for (int w = 0; w < writers; w++) {
        String actor = "operator-" + w;
        done.add(
            pool.submit(() -> {
              try (RedisBus other = RedisBus.connect(redis.address())) {
                IntStream.range(0, each)
                    .forEach(i ->
                        other
                            .controls(InstantSource.system())
                            .pause(new ConversationId(actor + i), actor));
              }
            }));
      }
      for (Future<?> one : done) {
        one.get();
      }
    }
    assertThat(trail().verify())
        .isInstanceOfSatisfying(
            Verdict.Whole.class,
            whole -> assertThat(whole.records()).isEqualTo(DEEDS + (long) writers * each));
  }

  private AuditTrail trail() {
    return bus.observer().auditTrail();
  }

  private static String flipped(String value) {
    int middle = value.length() / 2;
    char other = (char) (value.charAt(middle) ^ 1);
    return value.substring(0, middle) + other + value.substring(middle + 1);
  }

  /** Each entry as its id, then its fields and values. */
  private static List<List<String>> entries() {
    List<List<String>> entries = new ArrayList<>();
    for (Object entry : (List<?>) redis.call("XRANGE", "aether:audit", "-", "+")) {
      List<String> flat = new ArrayList<>();
      flat.add(String.valueOf(((List<?>) entry).getFirst()));
      ((List<?>) ((List<?>) entry).get(1)).forEach(each -> flat.add(String.valueOf(each)));
      entries.add(flat);
    }
    return entries;
  }

  /** Writes the whole stream again, one field of one entry changed. */
  private static void rewrite(
      List<List<String>> entries,
      int at,
      String field,
      java.util.function.UnaryOperator<String> change) {
    redis.call("DEL", "aether:audit");
    for (int i = 0; i < entries.size(); i++) {
      List<String> command = new ArrayList<>(List.of("XADD", "aether:audit"));
      command.addAll(entries.get(i));
      int place = command.indexOf(field) + 1;
      if (i == at) {
        command.set(place, change.apply(command.get(place)));
      }
      redis.call(command.toArray(String[]::new));
    }
  }
}
