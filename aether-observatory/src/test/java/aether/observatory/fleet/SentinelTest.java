package aether.observatory.fleet;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aether.bus.BusException;
import aether.bus.EventLog;
import aether.bus.Recorded;
import aether.config.Account;
import aether.config.BusAddress;
import aether.config.BusFlags;
import aether.config.Namespace;
import aether.config.Precedence;
import aether.event.Event;
import aether.message.Decoded;
import aether.message.Envelope;
import aether.message.EnvelopeCodec;
import aether.message.MessageId;
import aether.message.ProjectId;
import aether.observatory.audit.Auditor;
import aether.observatory.audit.Correspondence;
import aether.observatory.audit.Equality;
import aether.observatory.audit.Evidence;
import aether.observatory.ledger.FileLedger;
import aether.observatory.pipeline.Ledger;
import aether.observatory.pipeline.Observatory;
import aether.redis.Keys;
import aether.redis.local.RespConnection;
import aether.redis.write.RedisBus;
import aether.testkit.OwnRedis;
import aether.testkit.Patience;
import aether.testkit.RequiresRedis7;
import aether.testkit.Users;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three Redis, one of them the primary, and three sentinels, as processes of their own. */
@RequiresRedis7
@Timeout(240)
class SentinelTest {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final List<ProjectId> BODIES = List.of(new ProjectId("b0"), new ProjectId("b1"));

  private static final Account OPERATOR = new Account.Operator();

  @TempDir Path temp;
  private final List<Server> servers = new ArrayList<>();
  private final List<Server> sentinels = new ArrayList<>();

  private record Server(OwnRedis redis, int port) {
    @Nullable Object ask(String... command) {
      try (RespConnection connection =
          RespConnection.open("127.0.0.1", port, Optional.empty(), LIMIT)) {
        return connection.call(command);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @BeforeEach
  void set_up_a_primary_its_replicas_and_sentinels() throws IOException {
    Path users =
        Users.write(
            temp.resolve("users.acl"),
            Stream.concat(BODIES.stream().map(Account.Body::new), Stream.of(OPERATOR))
                .collect(Collectors.toSet()),
            Namespace.DEFAULT);
    for (int i = 0; i < 3; i++) {
      int port = OwnRedis.freePort();
      Path home = Files.createDirectory(temp.resolve("redis" + i));
      String[] role =
          i == 0
              ? new String[] {}
              : new String[] {"--replicaof", "127.0.0.1 " + servers.getFirst().port()};
      servers.add(
          new Server(
              OwnRedis.start(
                  home,
                  Stream.concat(
                          Stream.of(
                              "--port",
                              "" + port,
                              "--appendonly",
                              "yes",
                              "--repl-diskless-sync-delay",
                              "0",
                              "--min-replicas-to-write",
                              "1",
                              "--aclfile",
                              users.toString()),
                          Stream.of(role))
                      .toArray(String[]::new)),
              port));
    }
    for (int i = 0; i < 3; i++) {
      sentinels.add(sentinel(i));
    }
    Patience.until("the sentinels know each other and the replicas", this::isComplete);
  }

  private Server sentinel(int number) throws IOException {
    int port = OwnRedis.freePort();
    Path file =
        Files.writeString(
            temp.resolve("sentinel" + number + ".conf"),
            """
            port %d
            bind 127.0.0.1
            dir %s
            sentinel monitor prime 127.0.0.1 %d 2
            sentinel down-after-milliseconds prime 1500
            sentinel failover-timeout prime 6000
            """
                .formatted(port, temp, servers.getFirst().port()));
    return new Server(OwnRedis.sentinel(file), port);
  }

  private boolean isComplete() {
    return sentinels.stream()
        .map(sentinel -> String.valueOf(sentinel.ask("SENTINEL", "MASTER", "prime")))
        .allMatch(
            told -> told.contains("num-slaves, 2") && told.contains("num-other-sentinels, 2"));
  }

  @AfterEach
  void end_them() {
    sentinels.forEach(server -> server.redis().close());
    servers.forEach(server -> server.redis().close());
  }

  private BusAddress address() {
    String nodes =
        sentinels.stream().map(node -> "127.0.0.1:" + node.port()).collect(Collectors.joining(","));
    return Precedence.resolve(
        BusFlags.NONE,
        Map.of("AETHER_REDIS_URL", "redis-sentinel://" + nodes + "#prime"),
        Optional.empty());
  }

  private BusAddress as(Account account) {
    return address().enteredBy(account.user(), Users.password(account));
  }

  private Server primary() {
    List<?> told =
        (List<?>)
            Objects.requireNonNull(
                sentinels.getFirst().ask("SENTINEL", "GET-MASTER-ADDR-BY-NAME", "prime"));
    int port = Integer.parseInt(String.valueOf(told.get(1)));
    return servers.stream().filter(one -> one.port() == port).findFirst().orElseThrow();
  }

  @Test
  void observatories_go_on_after_a_failover_and_each_question_has_one_answer() throws IOException {
    try (RedisBus bus = RedisBus.connect(as(OPERATOR));
        Chronicle chronicle = new Chronicle(bus.observer().events());
        RedisBus ofFirst = RedisBus.connect(as(new Account.Body(BODIES.getFirst())));
        RedisBus ofLast = RedisBus.connect(as(new Account.Body(BODIES.getLast())))) {
      List<Observatory> crew =
          List.of(
              Crew.observatory(ofFirst, temp, BODIES.getFirst(), Crew.INSIDE),
              Crew.observatory(ofLast, temp, BODIES.getLast(), Crew.INSIDE));
      crew.forEach(one -> assertThat(one.start(true)).isEmpty());
      Traffic traffic = new Traffic(bus, chronicle, BODIES, new Random(7), _ -> {});
      send(traffic, 60);

      Server first = primary();
      first.redis().kill9();
      goesOn(traffic, first);

      send(traffic, 60);
      first.redis().again();
      Patience.until("the old primary follows", this::isComplete);
      Server second = primary();
      assertThat(sentinels.getFirst().ask("SENTINEL", "FAILOVER", "prime")).isEqualTo("OK");
      goesOn(traffic, second);
      assertThat(primary()).isNotEqualTo(second);

      Patience.until("all is settled", Duration.ofMinutes(1), () -> isDrained(bus, traffic));
      crew.forEach(Observatory::close);
      audit(traffic);
      assertThat(Users.refused(command -> primary().ask(command)))
          .as("what Redis has refused")
          .isEmpty();
    }
  }

  @Test
  void a_primary_that_nobody_knows_is_told_as_such() {
    String unknown = address().route().sentinels().orElseThrow().nodes().getFirst().toString();
    BusAddress bus =
        Precedence.resolve(
            BusFlags.NONE,
            Map.of("AETHER_REDIS_URL", "redis-sentinel://" + unknown + "#nobody"),
            Optional.empty());
    assertThatThrownBy(() -> RedisBus.connect(bus))
        .isInstanceOf(BusException.Unavailable.class)
        .hasMessageContaining("nobody by the sentinels")
        .message()
        .hasLineCount(1);
  }

  private static void send(Traffic traffic, int count) {
    for (int i = 0; i < count; i++) {
      traffic.next("");
      LockSupport.parkNanos(10_000_000);
    }
  }

  /**
   * Asks until one that was asked from now on is answered by the new primary. A question that the
   * old one took and did not pass on in time is lost: Redis does not wait for its replicas.
   */
  private void goesOn(Traffic traffic, Server before) {
    int asked = traffic.sent().size();
    long lost = System.nanoTime();
    Patience.until(
        "an answer on another primary",
        Duration.ofMinutes(1),
        () -> {
          send(traffic, 5);
          Map<MessageId, Long> replies = replies();
          return primary() != before
              && traffic.sent().stream().skip(asked).anyMatch(q -> replies.containsKey(q.id()));
        });
    System.out.printf(
        Locale.ROOT,
        "failover: answers again after %.1f s (limit 10 s)%n",
        (System.nanoTime() - lost) / 1e9);
  }

  /**
   * What a failover has lost of the questions is asked again: only then all can be answered. Lost
   * is what waits nowhere, and after that has no answer yet.
   */
  private boolean isDrained(RedisBus bus, Traffic traffic) {
    if (BODIES.stream()
        .anyMatch(id -> !Long.valueOf(0).equals(primary().ask("XLEN", Keys.inbox(id))))) {
      return false;
    }
    Map<MessageId, Long> replies = replies();
    List<Envelope> lost =
        traffic.sent().stream().filter(sent -> !replies.containsKey(sent.id())).toList();
    lost.forEach(question -> bus.outbox().send(question, List.<Event>of()));
    return lost.isEmpty();
  }

  /** How many answers each question has. */
  private Map<MessageId, Long> replies() {
    try {
      return primary().ask("XRANGE", Keys.inbox(Traffic.ASKER), "-", "+") instanceof List<?> entries
          ? entries.stream()
              .map(entry -> (List<?>) ((List<?>) entry).get(1))
              .map(fields -> EnvelopeCodec.decode(String.valueOf(fields.get(1))))
              .flatMap(decoded ->
                  decoded instanceof Decoded.Valid(Envelope reply)
                      ? reply.replyTo().stream()
                      : Stream.of())
              .collect(groupingBy(id -> id, counting()))
          : Map.of();
    } catch (UncheckedIOException e) {
      return Map.of();
    }
  }

  /**
   * Every question has its one answer, and what the bus is left with is as it must be. It is read
   * anew: an older connection may be to what is a replica now, and not yet knows all.
   */
  private void audit(Traffic traffic) throws IOException {
    Map<MessageId, Long> replies = replies();
    assertThat(replies.keySet())
        .containsExactlyInAnyOrderElementsOf(
            traffic.sent().stream().map(Envelope::id).collect(Collectors.toSet()));
    assertThat(runs()).as("runs for one question").allMatch(runs -> runs <= Crew.ATTEMPTS);
    try (RedisBus primary = RedisBus.connect(as(OPERATOR))) {
      new Auditor(evidence(primary, traffic))
          .without(
              Equality.RUNS,
              "an end that a failover has lost is reached once more; the bound is held above")
          .without(
              Equality.ORDER,
              "an end that a failover has lost may be reached after what was answered meanwhile")
          .audit();
    }
  }

  private Evidence evidence(RedisBus bus, Traffic traffic) throws IOException {
    List<Recorded> events = bus.observer().events().after(EventLog.START, 100_000);
    Correspondence post =
        new Correspondence(
            command -> primary().ask(command), bus.observer().deadLetters(), () -> events);
    for (Recorded recorded : events) {
      if (recorded.event() instanceof Event.MessageSent(Envelope question, _)
          && question.from().equals(Traffic.ASKER)) {
        post.sent(question);
      }
    }
    Fleet.Log here = new Fleet.Log();
    here.endedInItsOwnTime(ProcessHandle.current().pid());
    Map<ProjectId, List<Ledger.Line>> ledgers = new HashMap<>();
    for (ProjectId id : BODIES) {
      ledgers.put(id, FileLedger.at(temp.resolve("ledger"), id, InstantSource.system()).lines());
    }
    Set<ProjectId> bodies = Set.copyOf(BODIES);
    return new Evidence(
        post.retold(bodies),
        new RunNotes(temp.resolve("runs"), traffic.sent()).read(here),
        new Evidence.Bodies(bodies, Set.of(), Crew.ATTEMPTS),
        new Evidence.Purse(ledgers, Crew.ASIDE),
        List.of());
  }

  private Collection<Long> runs() throws IOException {
    try (Stream<String> lines = Files.lines(temp.resolve("runs"))) {
      return lines
          .filter(line -> line.startsWith("s "))
          .collect(groupingBy(line -> line, counting()))
          .values();
    }
  }
}
