package aether.observatory.pipeline;

import static aether.observatory.pipeline.Sky.A;
import static aether.observatory.pipeline.Sky.B;
import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.BusException;
import aether.message.Recipient;
import aether.observatory.turn.ScriptedRunner;
import aether.redis.Keys;
import aether.testkit.CommandProxy;
import aether.testkit.CommandProxy.End;
import aether.testkit.CommandProxy.Sent;
import aether.testkit.HandClock;
import aether.testkit.RedisServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The process of one Body ends before and after every Redis command that it sends, from its start
 * to its end, on a real Redis; a fresh one finishes the work, and an audit follows. Once at each
 * command; twice at each of a turn with {@code -Daether.pairs=N} second ones for each first
 * (usually one, at distances that differ; {@code all} takes every one).
 */
@Timeout(1_800)
class CrashOnRedisTest {
  /** Lives wait more than they work: so many at the same time, each on a Redis of its own. */
  private static final int SIDE_BY_SIDE = 3;

  private static final BlockingQueue<RedisServer.Private> SERVERS =
      Stream.generate(RedisServer.Private::start)
          .limit(SIDE_BY_SIDE)
          .collect(Collectors.toCollection(LinkedBlockingQueue::new));

  private static final ExecutorService WORKERS = Executors.newFixedThreadPool(SIDE_BY_SIDE);

  /** What goes by the clock, so that it may not come: reads that wait for more, and heartbeats. */
  private static final Set<String> TIMED = Set.of("XREADGROUP", "XREAD", "SET");

  private enum Kind {
    COMET("It is `id`."),
    WAVE("It is `id`."),
    MALFORMED("");

    private final String answer;

    Kind(String answer) {
      this.answer = answer;
    }

    ScriptedRunner agent() {
      return answer.isEmpty() ? ScriptedRunner.replying("prose") : Scripts.always(answer);
    }
  }

  @AfterAll
  static void stop_redis() {
    WORKERS.close();
    SERVERS.forEach(RedisServer.Private::close);
  }

  @ParameterizedTest
  @EnumSource
  void d12_d3_a_crash_before_and_after_every_command_loses_nothing_and_doubles_nothing(Kind kind)
      throws InterruptedException {
    List<Sent> all = new ArrayList<>(live(kind, List.of()).sent());
    all.retainAll(live(kind, List.of()).sent());
    List<Sent> commands = kind == Kind.COMET ? all : turn(all);
    List<End> ends = ends(commands);
    List<Integer> met = met(kind, ends.stream().map(List::of).toList());
    List<End> missed =
        IntStream.range(0, ends.size()).filter(i -> met.get(i) == 0).mapToObj(ends::get).toList();
    System.out.printf(
        "%s: ended before and after each of %d commands %s; did not come: %s%n",
        kind, commands.size(), commands, missed);
    assertThat(missed)
        .as("each is met, but for some that go by the clock")
        .allMatch(end -> TIMED.contains(end.at().name()))
        .hasSizeLessThanOrEqualTo(8);
  }

  @Test
  void a_second_crash_at_another_command_of_the_turn_changes_nothing() throws InterruptedException {
    List<End> ends = ends(turn(live(Kind.COMET, List.of()).sent()));
    List<List<End>> lives = new ArrayList<>();
    String pairs = System.getProperty("aether.pairs", "1");
    int seconds = pairs.equals("all") ? ends.size() : Integer.parseInt(pairs);
    for (int first = 0; first < ends.size(); first++) {
      for (int i = 0; i < seconds; i++) {
        int second = seconds == ends.size() ? i : (first * 7 + i * 11) % ends.size();
        lives.add(List.of(ends.get(first), ends.get(second)));
      }
    }
    long twice = met(Kind.COMET, lives).stream().filter(met -> met == 2).count();
    System.out.printf(
        "%d ends, %d second ends each, of which %d came%n", ends.size(), seconds, twice);
    assertThat(twice).as("second ends that came").isGreaterThan(ends.size() * seconds / 4L);
  }

  /** From the first look into inbox or broadcast to the end of the settlement. */
  private static List<Sent> turn(List<Sent> commands) {
    List<String> names = commands.stream().map(Sent::name).toList();
    int read = 0;
    while (!names.get(read).startsWith("XREAD")) {
      read++;
    }
    int settled = names.lastIndexOf("XADD");
    while (!names.get(settled).equals("EXEC")) {
      settled++;
    }
    return commands.subList(read, settled + 1);
  }

  private static List<End> ends(List<Sent> commands) {
    List<End> ends = new ArrayList<>();
    for (Sent command : commands) {
      ends.add(new End(command, false));
      ends.add(new End(command, true));
    }
    return ends;
  }

  /** How many of the ends it has met, and what the last process sent. */
  private record Lived(int ended, List<Sent> sent) {}

  /** How many of its ends each life has met. */
  private static List<Integer> met(Kind kind, List<List<End>> lives) throws InterruptedException {
    List<Callable<Integer>> tasks =
        lives.stream().<Callable<Integer>>map(ends -> () -> live(kind, ends).ended()).toList();
    List<Integer> met = new ArrayList<>();
    for (Future<Integer> each : WORKERS.invokeAll(tasks)) {
      try {
        met.add(each.get());
      } catch (ExecutionException e) {
        throw new AssertionError(e.getCause());
      }
    }
    return met;
  }

  private static Lived live(Kind kind, List<End> ends) throws InterruptedException {
    RedisServer.Private redis = SERVERS.take();
    try {
      return live(redis, kind, ends);
    } finally {
      SERVERS.add(redis);
    }
  }

  private static Lived live(RedisServer.Private redis, Kind kind, List<End> ends) {
    redis.call("FLUSHALL");
    HandClock clock = new HandClock();
    List<CommandProxy> proxies = new ArrayList<>();
    RedisSkyBus bus = RedisSkyBus.from(redis, clock, () -> proxies.getLast().address());
    try (Sky sky = new Sky(clock, bus, _ -> LockSupport.parkNanos(5_000_000))) {
      sky.registered(A);
      sky.registered(B);
      redis.call("SET", Keys.cursor(B), "0-0");
      sky.send(
          A,
          kind == Kind.WAVE ? new Recipient.Everyone(true) : new Recipient.Project(B),
          "Which field?",
          8);
      ScriptedRunner agent = kind.agent();
      int met = 0;
      for (End end : ends) {
        met += process(redis, sky, proxies, agent, Optional.of(end)) ? 1 : 0;
      }
      boolean _ = process(redis, sky, proxies, agent, Optional.empty());
      sky.auditor().audit();
      return new Lived(met, proxies.getLast().sent());
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(kind + ", ended " + ends, e);
    } finally {
      proxies.forEach(CommandProxy::close);
    }
  }

  /** One process from its start to its end. @return whether it met the end that was meant for it */
  private static boolean process(
      RedisServer.Private redis,
      Sky sky,
      List<CommandProxy> proxies,
      ScriptedRunner agent,
      Optional<End> end) {
    Doom doom = new Doom();
    CommandProxy proxy = CommandProxy.to(redis.address(), end, doom::strike);
    proxies.add(proxy);
    try {
      sky.online(B, agent, doom);
      sky.until("it ends or is done", () -> proxy.hasEnded() || isDone(sky));
      if (!proxy.hasEnded()) {
        sky.offline(B);
      }
    } catch (BusException e) {
      assertThat(proxy.hasEnded()).as("it met its end at its start: " + e).isTrue();
    }
    if (proxy.hasEnded()) {
      sky.until("Redis has done with it", () -> !proxy.isOpen());
      Thread _ = sky.crashed(B);
      redis.call("DEL", Keys.lease(B)); // as its time to live does in half a minute
    }
    return proxy.hasEnded();
  }

  /** Looks past the process. */
  private static boolean isDone(Sky sky) {
    return sky.isAtRest(B) && !sky.events().isEmpty();
  }
}
