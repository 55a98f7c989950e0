package aether.redis.write;

import static aether.redis.write.Letters.BACKEND;
import static aether.redis.write.Letters.CLOCK;
import static aether.redis.write.Letters.NOW;
import static aether.redis.write.Letters.answer;
import static aether.redis.write.Letters.answered;
import static aether.redis.write.Letters.owner;
import static aether.redis.write.Letters.question;
import static aether.redis.write.Letters.reservation;
import static aether.redis.write.Letters.undecodable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import aether.bus.BusException;
import aether.bus.DeadLetter;
import aether.bus.EventLog;
import aether.bus.Recorded;
import aether.bus.write.DeadLetterOffice.Retry;
import aether.bus.write.Entry;
import aether.bus.write.Inbox;
import aether.bus.write.ProcessingLog;
import aether.bus.write.Settled;
import aether.event.Event;
import aether.event.Extinction;
import aether.message.Envelope;
import aether.redis.write.FaultProxy.Fault;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Redis carries a transaction out although it refuses one of its commands: nothing is lost. */
class HalfWrittenTest {
  private static final String INBOX = "aether:inbox:frontend";
  private static final String DEAD = "aether:dead:backend";

  private PrivateRedis redis;
  private FaultProxy proxy;
  private RedisCommands<String, String> plain;
  private RedisBus bus;
  private Inbox inbox;
  private ProcessingLog log;

  /** How somebody has spoilt a stream. */
  enum Poison {
    WRONG_TYPE,
    LARGEST_ID
  }

  @BeforeEach
  void start() throws IOException {
    redis = PrivateRedis.start();
    proxy = FaultProxy.to(redis);
    plain = redis.plain();
    bus = RedisBus.connect(PrivateRedis.at(proxy.port()));
    inbox = bus.inbox(BACKEND, CLOCK);
    inbox.open();
    assertThat(bus.lease(BACKEND, Duration.ofSeconds(30)).acquire(owner("me"))).isEmpty();
    log = bus.processingLog(BACKEND, owner("me"), CLOCK);
  }

  @AfterEach
  void stop() {
    bus.close();
    proxy.close();
    redis.close();
  }

  private void poison(String stream, Poison poison) {
    switch (poison) {
      case WRONG_TYPE -> {
        plain.del(stream);
        plain.set(stream, "not a stream");
      }
      case LARGEST_ID ->
          plain.xadd(
              stream,
              new XAddArgs().id("18446744073709551615-18446744073709551615"),
              Map.of("data", "poison"));
    }
  }

  private void mend(String stream, Poison poison) {
    switch (poison) {
      case WRONG_TYPE -> plain.del(stream);
      case LARGEST_ID -> plain.rename(stream, stream + ":spoilt");
    }
  }

  private Entry arrives(Envelope message) {
    bus.outbox().send(message, List.of());
    return inbox.next(1, Duration.ofSeconds(2)).getFirst();
  }

  /** A question in the middle of its run. */
  private Entry running(Envelope question) {
    Entry entry = arrives(question);
    log.reserve(reservation(entry, question, 1), NOW);
    return entry;
  }

  private List<Event> events() {
    return bus.observer().events().after(EventLog.START, 100).stream()
        .map(Recorded::event)
        .toList();
  }

  private List<DeadLetter> letters() {
    return bus.observer().deadLetters().list(BACKEND, "0-0", 10);
  }

  @ParameterizedTest
  @EnumSource(Poison.class)
  void a_reply_that_its_recipients_inbox_does_not_take_becomes_a_dead_letter(Poison poison) {
    Envelope question = question();
    Entry entry = running(question);
    poison(INBOX, poison);

    assertThat(log.settle(answered(entry, question))).isEqualTo(new Settled.Done());

    assertThat(plain.xlen("aether:inbox:backend")).isZero();
    assertThat(letters()).hasSize(1);
    DeadLetter letter = letters().getFirst();
    assertThat(letter.origin()).isEqualTo(DeadLetter.Origin.REPLY);
    assertThat(letter.cause()).contains(Extinction.Cause.UNDELIVERABLE);
    assertThat(letter.error()).contains("'" + INBOX + "'").doesNotContain("\n");
    assertThat(letter.entry()).isEqualTo(entry.id());
    assertThat(letter.envelope()).contains(answer(question));
    assertThat(events())
        .last()
        .isEqualTo(
            new Event.Extinguished(
                Optional.of(answer(question)),
                Optional.of(question.conversation()),
                new Extinction.DeadLettered(
                    Extinction.Cause.UNDELIVERABLE, BACKEND, entry.id(), letter.error(), 1),
                NOW));
    assertThat(plain.ttl(DEAD)).isPositive();
  }

  @ParameterizedTest
  @EnumSource(value = Fault.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void a_reply_is_lost_neither_when_the_connection_breaks_as_well(Fault fault) {
    Envelope question = question();
    Entry entry = running(question);
    poison(INBOX, Poison.LARGEST_ID);
    proxy.atNextExec(fault);

    assertThat(log.settle(answered(entry, question))).isEqualTo(new Settled.Done());

    assertThat(proxy.isSpent()).isTrue();
    assertThat(letters())
        .extracting(DeadLetter::cause)
        .containsExactly(Optional.of(Extinction.Cause.UNDELIVERABLE));
    assertThat(events()).filteredOn(Event.Extinguished.class::isInstance).hasSize(1);
    assertThat(plain.xlen("aether:inbox:backend")).isZero();
  }

  @ParameterizedTest
  @EnumSource(Poison.class)
  void a_reply_that_is_tried_again_goes_to_whom_it_is_for(Poison poison) {
    Envelope question = question();
    Entry entry = running(question);
    poison(INBOX, poison);
    log.settle(answered(entry, question));
    String letter = letters().getFirst().id();

    assertThatThrownBy(() -> bus.deadLetterOffice(CLOCK).retry(BACKEND, letter, "ana"))
        .isInstanceOf(BusException.Unusable.class)
        .hasMessageContaining(INBOX);
    assertThat(letters()).as("the letter is still there").hasSize(1);

    mend(INBOX, poison);
    assertThat(bus.deadLetterOffice(CLOCK).retry(BACKEND, letter, "ana"))
        .isEqualTo(new Retry.Requeued());
    assertThat(letters()).isEmpty();
    assertThat(plain.xlen(INBOX)).isEqualTo(1);
    assertThat(plain.xlen("aether:inbox:backend")).isZero();
    assertThat(log.look(question, NOW).log()).as("the question is not asked again").isPresent();
  }

  @ParameterizedTest
  @EnumSource(Poison.class)
  void a_settlement_is_not_over_before_its_events_are_told_and_its_reply_leaves_once(
      Poison poison) {
    Envelope question = question();
    Entry entry = running(question);
    poison("aether:events", poison);

    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> log.settle(answered(entry, question)))
          .isInstanceOf(BusException.Unusable.class)
          .hasMessageContaining("'aether:events'");
    }
    mend("aether:events", poison);
    assertThat(log.settle(answered(entry, question))).isEqualTo(new Settled.Done());

    assertThat(events()).containsExactlyElementsOf(answered(entry, question).events());
    assertThat(plain.xlen(INBOX)).isEqualTo(1);
    assertThat(letters()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Poison.class)
  void a_run_whose_start_cannot_be_told_is_not_begun_and_does_not_count(Poison poison) {
    Envelope question = question();
    Entry entry = arrives(question);
    poison("aether:events", poison);

    assertThatThrownBy(() -> log.reserve(reservation(entry, question, 1), NOW))
        .isInstanceOf(BusException.Unusable.class)
        .hasMessageContaining("'aether:events'");

    assertThat(log.look(question, NOW).log()).isEmpty();
    assertThat(log.look(question, NOW).seenThisMinute()).isZero();
    mend("aether:events", poison);
    assertThat(log.reserve(reservation(entry, question, 1), NOW)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Poison.class)
  void nothing_is_given_up_while_it_cannot_be_kept_as_a_dead_letter(Poison poison) {
    plain.xadd("aether:inbox:backend", Map.of("data", "garbage"));
    Entry entry = inbox.next(1, Duration.ofSeconds(2)).getFirst();
    poison(DEAD, poison);

    assertThatThrownBy(() -> log.settle(undecodable(entry)))
        .isInstanceOf(BusException.Unusable.class)
        .hasMessageContaining("'" + DEAD + "'");
    assertThat(plain.xlen("aether:inbox:backend")).isEqualTo(1);

    mend(DEAD, poison);
    assertThat(log.settle(undecodable(entry))).isEqualTo(new Settled.Done());
    assertThat(plain.xlen("aether:inbox:backend")).isZero();
    assertThat(letters()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Poison.class)
  void an_undeliverable_reply_is_kept_until_there_is_room_for_its_letter(Poison poison) {
    Envelope question = question();
    Entry entry = running(question);
    poison(INBOX, poison);
    poison(DEAD, poison);

    assertThatThrownBy(() -> log.settle(answered(entry, question)))
        .isInstanceOf(BusException.Unusable.class)
        .hasMessageContaining("'" + DEAD + "'");
    mend(DEAD, poison);
    assertThat(log.settle(answered(entry, question))).isEqualTo(new Settled.Done());

    assertThat(letters())
        .extracting(DeadLetter::cause)
        .containsExactly(Optional.of(Extinction.Cause.UNDELIVERABLE));
    assertThat(events()).filteredOn(Event.Extinguished.class::isInstance).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Poison.class)
  void who_sends_to_a_spoilt_inbox_is_told_and_nobody_hears_of_the_message(Poison poison) {
    poison(INBOX, poison);

    assertThatThrownBy(() -> bus.outbox().send(answer(question()), List.of()))
        .isInstanceOf(BusException.Unusable.class)
        .hasMessageContaining("'" + INBOX + "'")
        .hasMessageContaining("rename");
    assertThat(events()).isEmpty();
  }

  @Test
  void a_counter_that_is_no_number_refuses_the_run_and_the_next_minute_goes_on() {
    Envelope question = question();
    Entry entry = arrives(question);
    String rate = aether.redis.Keys.rate(question.conversation(), NOW);
    plain.set(rate, "many");

    assertThatThrownBy(() -> log.reserve(reservation(entry, question, 1), NOW))
        .isInstanceOf(BusException.Unusable.class)
        .hasMessageContaining(rate);
    assertThat(log.look(question, NOW).log()).isEmpty();

    assertThat(log.reserve(reservation(entry, question, 1), NOW.plusSeconds(60))).isEqualTo(1);
  }

  @Test
  void a_log_of_the_wrong_type_is_named_and_costs_no_run() {
    Envelope question = question();
    Entry entry = arrives(question);
    plain.set("aether:proclog:backend:" + question.id(), "no hash");

    assertThatThrownBy(() -> log.look(question, NOW))
        .isInstanceOf(BusException.Unusable.class)
        .hasMessageContaining("'aether:proclog:backend:" + question.id() + "'");
    assertThatThrownBy(() -> log.reserve(reservation(entry, question, 1), NOW))
        .isInstanceOf(BusException.Unusable.class);
  }
}
