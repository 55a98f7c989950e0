package aether.cli;

import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.Recorded;
import aether.bus.write.Entry;
import aether.bus.write.Lease;
import aether.bus.write.ProcessingLog;
import aether.bus.write.Settlement;
import aether.bus.write.Settlement.SessionChange;
import aether.event.Action;
import aether.event.Event;
import aether.event.EventCodec;
import aether.event.Extinction;
import aether.message.Decoded;
import aether.message.Envelope;
import aether.message.EnvelopeCodec;
import aether.message.ProjectId;
import aether.redis.write.RedisBus;
import aether.testkit.RedisServer;
import aether.wire.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class DeadTest {
  @RegisterExtension static final RedisServer REDIS = RedisServer.start();

  private static final ProjectId BACKEND = new ProjectId("backend");
  private static final InstantSource CLOCK = InstantSource.system();

  private @TempDir Path home;
  private RedisBus bus;
  private ProcessingLog log;
  private Desktop desktop;

  @BeforeEach
  void sit_down() {
    bus = RedisBus.connect(REDIS.address());
    Responder.register(BACKEND, bus);
    bus.inbox(BACKEND, CLOCK).open();
    Lease.Owner owner = new Lease.Owner("token", "host", 1, Instant.now());
    assertThat(bus.lease(BACKEND, Duration.ofSeconds(30)).acquire(owner)).isEmpty();
    log = bus.processingLog(BACKEND, owner, CLOCK);
    desktop = new Desktop(home).on(REDIS);
  }

  @AfterEach
  void leave() {
    bus.close();
  }

  @Test
  void a_body_without_dead_letters_is_said_to_have_none() {
    assertThat(desktop.aether("dead", "list", "backend").out()).contains("has no dead letters");
    assertThat(desktop.aether("dead", "retry", "backend", "--all").out()).contains("retried 0");
    assertThat(letters("backend")).isEmpty();
  }

  @Test
  void list_is_a_table_with_one_line_for_each_letter() {
    String failed = died("Which field?", "exit 1: out of luck");
    String garbage = garbage("no json");

    Desktop.Result result = desktop.aether("dead", "list", "backend");

    assertThat(result.code()).isZero();
    assertThat(result.out().lines().toList()).hasSize(3);
    assertThat(result.out())
        .containsPattern("LETTER +SINCE +REASON +RUNS +FROM +ERROR")
        .containsPattern(failed + " .* turn_failed +2 +operator +exit 1: out of luck")
        .containsPattern(garbage + " .* undecodable +0 +- +data: not JSON");
  }

  @Test
  void show_prints_the_entry_as_it_came_in_and_harmless() {
    String id = garbage("evil \u001b[31m\u202e text\nsecond line");

    Desktop.Result result = desktop.aether("dead", "show", "backend", id);

    assertThat(result.code()).isZero();
    assertThat(result.out())
        .contains("letter " + id)
        .contains("undecodable")
        .contains("    evil \u241b[31m\\u{202e} text")
        .contains("    second line")
        .doesNotContain("\u001b")
        .doesNotContain("\u202e");
  }

  @Test
  void a_program_reads_letters_as_json() {
    String id = died("Which field?", "exit 1");

    ObjectNode listed = letters("backend").getFirst();
    ObjectNode shown =
        Json.readObject(desktop.aether("dead", "show", "backend", id, "--json").out())
            .orElseThrow();

    assertThat(listed).isEqualTo(shown);
    assertThat(shown.path("id").stringValue()).isEqualTo(id);
    assertThat(shown.path("attempts").intValue()).isEqualTo(2);
    assertThat(shown.path("envelope").path("body").path("text").stringValue())
        .isEqualTo("Which field?");
  }

  @Test
  void retry_puts_a_letter_back_and_is_audited() {
    String one = died("one", "exit 1");
    String two = died("two", "exit 1");

    Desktop.Result result = desktop.aether("dead", "retry", "backend", one);

    assertThat(result.code()).isZero();
    assertThat(result.out()).contains("retried 1 dead letter of 'backend'");
    assertThat(bus.observer().liveness().queued(BACKEND)).isEqualTo(1);
    assertThat(letters("backend")).extracting(l -> l.path("id").stringValue()).containsExactly(two);
    assertThat(audited()).containsExactly(new Action.RetryDead(BACKEND, one));
  }

  @Test
  void all_letters_are_retried_or_dropped_with_their_number() {
    String _ = died("one", "exit 1");
    String _ = died("two", "exit 1");

    assertThat(desktop.aether("dead", "retry", "backend", "--all", "--json").out())
        .contains("\"count\": 2");
    assertThat(bus.observer().liveness().queued(BACKEND)).isEqualTo(2);
    String three = garbage("x");
    assertThat(desktop.aether("dead", "drop", "backend", "--all").out())
        .contains("dropped 1 dead letter of 'backend'");
    assertThat(letters("backend")).isEmpty();
    assertThat(audited()).last().isEqualTo(new Action.DropDead(BACKEND, three));
  }

  @Test
  void one_unknown_letter_and_nothing_is_done() {
    String known = died("one", "exit 1");

    for (String verb : new String[] {"show", "retry", "drop"}) {
      Desktop.Result result = desktop.aether("dead", verb, "backend", known, "99-9");

      assertThat(result.code()).isEqualTo(1);
      assertThat(result.out()).isEmpty();
      assertThat(result.err().lines()).hasSize(1);
      assertThat(result.err())
          .contains("'99-9' is no dead letter of 'backend'; it has 1: " + known);
    }
    assertThat(letters("backend")).hasSize(1);
    assertThat(audited()).isEmpty();
  }

  @Test
  void an_unknown_body_is_refused_with_the_known_ones() {
    Desktop.Result result = desktop.aether("dead", "list", "bakcend");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("'bakcend'").contains("backend");
  }

  @Test
  void a_body_that_is_registered_no_more_still_has_its_letters() {
    String id = died("one", "exit 1");
    assertThat(bus.registrar().unregister(BACKEND)).isTrue();

    assertThat(desktop.aether("dead", "list", "backend").out()).contains(id);
  }

  @Test
  void without_ids_and_without_all_nothing_is_done() {
    String id = died("one", "exit 1");

    assertThat(desktop.aether("dead", "drop", "backend").code()).isEqualTo(2);
    assertThat(desktop.aether("dead", "drop", "backend", id, "--all").code()).isEqualTo(2);
    assertThat(letters("backend")).hasSize(1);
  }

  private List<ObjectNode> letters(String body) {
    return Json.readObject(desktop.aether("dead", "list", body, "--json").out())
        .orElseThrow()
        .path("letters")
        .valueStream()
        .map(ObjectNode.class::cast)
        .toList();
  }

  private String died(String text, String error) {
    assertThat(desktop.aether("send", "--to", "backend", "--text", text).code()).isZero();
    Entry entry = bus.inbox(BACKEND, CLOCK).next(1, Duration.ofSeconds(5)).getFirst();
    return bury(entry, new Settlement.DeadLetter(Extinction.Cause.TURN_FAILED, error, 2));
  }

  private String garbage(String data) {
    REDIS.call("XADD", "aether:inbox:backend", "*", "data", data);
    Entry entry = bus.inbox(BACKEND, CLOCK).next(1, Duration.ofSeconds(5)).getFirst();
    return bury(
        entry, new Settlement.DeadLetter(Extinction.Cause.UNDECODABLE, "data: not JSON", 0));
  }

  private String bury(Entry entry, Settlement.DeadLetter letter) {
    var message =
        EnvelopeCodec.decode(entry.data().orElseThrow()) instanceof Decoded.Valid valid
            ? Optional.of(valid.envelope())
            : Optional.<Envelope>empty();
    log.settle(
        new Settlement(
            entry,
            message,
            letter.attempts(),
            Optional.empty(),
            Optional.of(EventCodec.reason(letter.cause())),
            new SessionChange.Keep(),
            Optional.empty(),
            List.of(),
            Optional.of(letter),
            Optional.empty()));
    return bus.observer().deadLetters().list(BACKEND, "0-0", 100).getLast().id();
  }

  /** What the operator did about dead letters. */
  private List<Action> audited() {
    return bus.observer().events().latest(100).stream()
        .map(Recorded::event)
        .filter(Event.Operated.class::isInstance)
        .map(event -> ((Event.Operated) event).action())
        .filter(action -> !(action instanceof Action.Inject))
        .toList();
  }
}
