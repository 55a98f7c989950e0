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
import java.util.concurrent.locks.LockSupport;
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
  private static final RedisServer.Private REDIS = RedisServer.Private.start();

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
    REDIS.close();
  }

  @ParameterizedTest
  @EnumSource
  void d12_d3_a_crash_before_and_after_every_command_loses_nothing_and_doubles_nothing(Kind kind) {
    List<Sent> all = new ArrayList<>(live(kind, List.of()).sent());
    all.retainAll(live(kind, List.of()).sent());
    List<Sent> commands = kind == Kind.COMET ? all : turn(all);
    List<End> missed = new ArrayList<>();
    for (End end : ends(commands)) {
      if (live(kind, List.of(end)).ended() == 0) {
        missed.add(end);
      }
    }
    System.out.printf(
        "%s: ended before and after each of %d commands %s; did not come: %s%n",
        kind, commands.size(), commands, missed);
    assertThat(missed)
        .as("each is met, but for some that go by the clock")
        .allMatch(end -> TIMED.contains(end.at().name()))
        .hasSizeLessThanOrEqualTo(8);
  }

  @Test
  void a_second_crash_at_another_command_of_the_turn_changes_nothing() {
    List<End> ends = ends(turn(live(Kind.COMET, List.of()).sent()));
    String pairs = System.getProperty("aether.pairs", "1");
    int seconds = pairs.equals("all") ? ends.size() : Integer.parseInt(pairs);
    int twice = 0;
    for (int first = 0; first < ends.size(); first++) {
      for (int i = 0; i < seconds; i++) {
        int second = seconds == ends.size() ? i : (first * 7 + i * 11) % ends.size();
        twice += live(Kind.COMET, List.of(ends.get(first), ends.get(second))).ended() == 2 ? 1 : 0;
      }
    }
    System.out.printf(
        "%d ends, %d second ends each, of which %d came%n", ends.size(), seconds, twice);
    assertThat(twice).as("second ends that came").isGreaterThan(ends.size() * seconds / 4);
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

  private static Lived live(Kind kind, List<End> ends) {
    REDIS.call("FLUSHALL");
    HandClock clock = new HandClock();
    List<CommandProxy> proxies = new ArrayList<>();
    RedisSkyBus bus = RedisSkyBus.from(REDIS, clock, () -> proxies.getLast().address());
    try (Sky sky = new Sky(clock, bus, _ -> LockSupport.parkNanos(5_000_000))) {
      sky.registered(A);
      sky.registered(B);
      REDIS.call("SET", Keys.cursor(B), "0-0");
      sky.send(
          A,
          kind == Kind.WAVE ? new Recipient.Everyone(true) : new Recipient.Project(B),
          "Which field?",
          8);
      ScriptedRunner agent = kind.agent();
      int met = 0;
      for (End end : ends) {
        met += process(sky, proxies, agent, Optional.of(end)) ? 1 : 0;
      }
      boolean _ = process(sky, proxies, agent, Optional.empty());
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
      Sky sky, List<CommandProxy> proxies, ScriptedRunner agent, Optional<End> end) {
    Doom doom = new Doom();
    CommandProxy proxy = CommandProxy.to(REDIS.address(), end, doom::strike);
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
      REDIS.call("DEL", Keys.lease(B)); // as its time to live does in half a minute
    }
    return proxy.hasEnded();
  }

  /** Looks past the process. */
  private static boolean isDone(Sky sky) {
    return sky.isAtRest(B) && !sky.events().isEmpty();
  }
}
