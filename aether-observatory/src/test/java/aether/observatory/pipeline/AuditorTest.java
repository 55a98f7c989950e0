package aether.observatory.pipeline;

import static aether.observatory.pipeline.Sky.A;
import static aether.observatory.pipeline.Sky.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aether.event.Event;
import aether.event.Extinction;
import aether.message.Envelope;
import aether.message.EnvelopeCodec;
import aether.message.MessageId;
import aether.message.Recipient;
import aether.observatory.audit.Auditor;
import aether.observatory.audit.Correspondence;
import aether.observatory.audit.Equality;
import aether.observatory.audit.Evidence;
import aether.observatory.audit.RunLedger.Answer;
import aether.observatory.audit.RunLedger.Message;
import aether.observatory.audit.RunLedger.Start;
import aether.redis.Keys;
import aether.redis.write.RedisBus;
import aether.testkit.HandClock;
import aether.testkit.RedisServer;
import aether.testkit.RequiresRedis7;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The auditor of a real Redis sees each thing that must not be. */
class AuditorTest {
  @RegisterExtension static final RedisServer REDIS = RedisServer.start();

  private final HandClock clock = new HandClock();
  private final RedisSkyBus bus = RedisSkyBus.on(REDIS, clock);
  private final Sky sky = new Sky(clock, bus);
  private final MemoryLedger ledger = new MemoryLedger();
  private final Envelope question;

  AuditorTest() {
    sky.ledgers = _ -> ledger;
    question = sky.compose(A, new Recipient.Project(B), "Which?", 8);
  }

  @BeforeEach
  void one_question_is_answered() {
    sky.registered(A);
    sky.online(B, Scripts.always("It is `id`."));
    sky.bus.outbox().send(question, List.of());
    sky.until("it is answered", () -> sky.bus.inboxOf(A).size() == 1);
    sky.quiet();
  }

  @AfterEach
  void close() {
    sky.close();
  }

  private List<String> complaints() {
    return sky.auditor().complaints();
  }

  private void tell(Event event) {
    try (RedisBus other = RedisBus.connect(REDIS.address())) {
      other.journal().append(List.of(event));
    }
  }

  private static String broken(Equality equality) {
    return equality + ": ";
  }

  @Test
  void what_is_as_it_must_be_is_not_complained_of() {
    assertThat(complaints()).isEmpty();
    sky.auditor().audit();
  }

  @Test
  void a_message_without_an_end_is_lost() {
    bus.post().sent(sky.compose(A, question.to(), "Lost?", 8));
    assertThat(complaints())
        .anyMatch(line -> line.startsWith(broken(Equality.ACCOUNTED)) && line.endsWith("is lost"))
        .anyMatch(line -> line.startsWith(broken(Equality.EVENTS)));
  }

  @Test
  void a_second_end_is_named() {
    tell(Event.Extinguished.of(question, new Extinction.Duplicate(), clock.instant()));
    assertThat(complaints())
        .anyMatch(line ->
            line.startsWith(broken(Equality.ACCOUNTED)) && line.endsWith("was settled 2 times"));
  }

  @Test
  void a_second_reply_is_named_and_that_it_has_no_event() {
    String reply = EnvelopeCodec.encode(sky.bus.inboxOf(A).getFirst());
    REDIS.call("XADD", Keys.inbox(A), "*", "data", reply);
    assertThat(complaints())
        .anyMatch(line -> line.startsWith(broken(Equality.REPLIES)) && line.contains("2 replies"))
        .anyMatch(line -> line.startsWith(broken(Equality.EVENTS)));
  }

  @Test
  void a_reply_that_is_gone_is_missed() {
    REDIS.call("XTRIM", Keys.inbox(A), "MAXLEN", "0");
    assertThat(complaints())
        .anyMatch(line -> line.startsWith(broken(Equality.REPLIES)) && line.contains("lost"))
        .anyMatch(line -> line.startsWith(broken(Equality.EVENTS)));
  }

  @RequiresRedis7
  @Test
  void an_entry_that_nobody_knows_of_is_counted() {
    REDIS.call("XADD", Keys.inbox(B), "*", "data", EnvelopeCodec.encode(question));
    sky.quiet();
    assertThat(complaints())
        .anyMatch(line -> line.contains("was given 2 entries, of which 1 are known"));
  }

  @Test
  void what_waits_is_named() {
    sky.offline(B);
    Envelope waiting = sky.send(A, B, "And now?");
    assertThat(complaints())
        .singleElement()
        .asString()
        .startsWith(broken(Equality.NOTHING_LEFT))
        .endsWith("is unread");
    assertThat(waiting).isNotEqualTo(question);
  }

  @Test
  void a_run_after_the_answer_is_named_and_one_too_many_and_one_that_cost_what_is_not_booked() {
    for (int i = 0; i < 2; i++) {
      Start start =
          bus.runs()
              .start(B, question, bus.runs().begin("other", Optional.of(Message.of(B, question))));
      start.ended(Answer.REPLY, new BigDecimal("0.02"));
    }
    assertThat(complaints())
        .anyMatch(line -> line.startsWith(broken(Equality.RUNS)) && line.endsWith("run 3 times"))
        .anyMatch(line -> line.startsWith(broken(Equality.RUNS)) && line.contains("run again"))
        .anyMatch(line -> line.startsWith(broken(Equality.LEDGER)));
  }

  @Test
  void a_ledger_that_says_more_than_was_reported_is_named() {
    ledger.append(
        new Ledger.Reserved(
            clock.instant(), "r", new MessageId("m"), question.conversation(), A, BigDecimal.ONE));
    assertThat(complaints()).singleElement().asString().startsWith(broken(Equality.LEDGER));
  }

  @Test
  void a_dead_letter_that_nobody_speaks_of_is_named() {
    REDIS.call(
        "XADD", Keys.dead(B), "*", "origin", "inbox", "entry", "1-1", "reason", "undecodable");
    assertThat(bus.deadLetters(B)).isEqualTo(1);
    assertThat(complaints()).singleElement().asString().startsWith(broken(Equality.DEAD_LETTERS));
  }

  @Test
  void what_ends_out_of_its_order_is_named() {
    sky.offline(B);
    Envelope first = sky.compose(A, question.to(), "One?", 8);
    Envelope second =
        new Envelope(
            new MessageId("second"),
            first.conversation(),
            first.from(),
            first.to(),
            Optional.empty(),
            first.hops(),
            first.createdAt(),
            first.content());
    for (Envelope each : List.of(first, second)) {
      bus.post().sent(each);
      tell(new Event.MessageSent(each, clock.instant()));
    }
    for (Envelope each : List.of(second, first)) {
      tell(
          new Event.ProcessingDone(
              each, B, "done", Optional.empty(), Optional.empty(), clock.instant()));
    }
    assertThat(complaints())
        .filteredOn(line -> line.startsWith(broken(Equality.ORDER)))
        .singleElement()
        .asString()
        .contains("of its conversation");
  }

  @Test
  void a_child_that_is_left_is_named_and_an_exception_has_a_reason() {
    Correspondence post = bus.post();
    Auditor auditor =
        new Auditor(
            new Evidence(
                post.retold(Set.of(B)),
                bus.runs(),
                new Evidence.Bodies(Set.of(B), Set.of(), 2),
                new Evidence.Purse(Map.of(B, ledger.lines()), BigDecimal.ONE),
                List.of(4_711L)));
    assertThat(auditor.complaints()).containsExactly("NO_CHILD: left alive: processes [4711]");
    assertThat(auditor.without(Equality.NO_CHILD, "it is nobody's").complaints()).isEmpty();
    assertThatThrownBy(() -> auditor.without(Equality.NO_CHILD, " "))
        .hasMessageContaining("say why");
  }
}
