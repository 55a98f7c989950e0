package aether.cli;

import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.AuditRecord;
import aether.bus.ControlState;
import aether.bus.Presence;
import aether.bus.write.Entry;
import aether.bus.write.Lease;
import aether.bus.write.Settlement;
import aether.cli.Desktop.Result;
import aether.event.Action;
import aether.event.Event;
import aether.message.Content;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.Intent;
import aether.message.MessageId;
import aether.message.ProjectId;
import aether.message.Recipient;
import aether.redis.write.RedisBus;
import aether.testkit.RedisServer;
import aether.testkit.RequiresRedis7;
import aether.wire.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class OperateTest {
  @RegisterExtension static final RedisServer REDIS = RedisServer.start();

  private static final ProjectId BACKEND = new ProjectId("backend");
  private static final InstantSource CLOCK = InstantSource.system();

  private @TempDir Path home;
  private RedisBus bus;
  private Desktop desktop;
  private Envelope question;
  private String thread;

  @BeforeEach
  void sit_down() {
    bus = RedisBus.connect(REDIS.address());
    Responder.register(BACKEND, bus);
    question =
        Envelope.origin(
            MessageId.of(UUID.randomUUID()),
            ConversationId.of(UUID.randomUUID()),
            new ProjectId("frontend"),
            new Recipient.Project(BACKEND),
            8,
            CLOCK.instant(),
            new Content(Intent.ASK, "Which?"));
    bus.outbox().send(question, List.of());
    thread = question.conversation().value();
    desktop = new Desktop(home).on(REDIS).with("USER", "ana");
  }

  @AfterEach
  void leave() {
    bus.close();
  }

  @Test
  void a_conversation_is_paused_and_resumed_by_the_beginning_of_its_id() {
    String some = thread.substring(0, 8);
    assertThat(ok("pause", some)).isEqualTo("paused conversation '" + thread + "'");
    assertThat(state()).isEqualTo(ControlState.PAUSED);
    assertThat(ok("pause", some)).endsWith("was paused already");
    assertThat(ok("resume", some)).isEqualTo("resumed conversation '" + thread + "'");
    assertThat(ok("resume", some)).endsWith("was not paused");
    assertThat(state()).isEqualTo(ControlState.ACTIVE);
    assertThat(actors()).containsOnly("ana").hasSize(4);
  }

  @Test
  void a_body_is_paused_killed_and_taken_back() {
    assertThat(ok("pause", "Backend")).isEqualTo("paused 'backend'");
    assertThat(bus.observer().control().isPaused(BACKEND)).isTrue();
    assertThat(ok("resume", "backend")).isEqualTo("resumed 'backend'");
    assertThat(ok("kill", "backend")).isEqualTo("killed 'backend'");
    assertThat(ok("kill", "backend")).isEqualTo("'backend' was killed already");
    assertThat(bus.observer().control().isKilled(BACKEND)).isTrue();
    assertThat(ok("revive", "backend")).isEqualTo("revived 'backend'");
    assertThat(ok("revive", "backend")).isEqualTo("'backend' was not killed");
    assertThat(deeds())
        .startsWith(
            new Action.PauseProject(BACKEND),
            new Action.ResumeProject(BACKEND),
            new Action.KillProject(BACKEND));
  }

  @Test
  void d53_a_terminated_conversation_stays_so_and_says_so() {
    assertThat(ok("terminate", thread)).isEqualTo("terminated conversation '" + thread + "'");
    assertThat(ok("terminate", thread)).endsWith("was terminated already");
    Result resumed = desktop.aether("resume", thread);
    assertThat(resumed.code()).isEqualTo(1);
    assertThat(resumed.err()).contains("is killed and stays so").hasLineCount(1);
    assertThat(state()).isEqualTo(ControlState.KILLED);
  }

  @RequiresRedis7
  @ParameterizedTest
  @CsvSource({"pause,backend", "kill,backend", "revive,backend", "unregister,backend"})
  void what_the_acl_of_the_bus_forbids_is_one_line_and_nothing_half_done(
      String verb, String target) {
    redis(
        "ACL SETUSER half reset on >half &* %R~* ~aether:events ~aether:audit ~aether:audit:head +@all");
    Object before = REDIS.call("KEYS", "aether:control:*");
    desktop.with("AETHER_REDIS_USERNAME", "half").with("AETHER_REDIS_PASSWORD", "half");
    Result refused = desktop.aether(verb, target);
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err()).contains("NOPERM", "--redis-username").hasLineCount(1);
    assertThat(REDIS.call("KEYS", "aether:control:*")).isEqualTo(before);
    assertThat(bus.observer().directory().find(BACKEND)).isPresent();
    assertThat(deeds())
        .singleElement()
        .isInstanceOfSatisfying(
            Action.Refused.class,
            deed -> assertThat(deed.attempted() + " " + deed.why()).contains(verb, "NOPERM"));
    assertThat(actors()).containsOnly("ana");
  }

  private static void redis(String command) {
    REDIS.call(command.split(" "));
  }

  @Test
  void what_is_not_there_is_refused_with_what_is_near() {
    for (String verb : List.of("pause", "resume", "kill", "revive")) {
      Result result = desktop.aether(verb, "backnd");
      assertThat(result.code()).isEqualTo(1);
      assertThat(result.err()).contains("did you mean 'backend'?").hasLineCount(1);
    }
    assertThat(desktop.aether("terminate", "zzz").code()).isEqualTo(1);
    assertThat(actors()).isEmpty();
  }

  @Test
  void a_body_that_is_online_is_unregistered_only_by_force() {
    bus.heartbeat(BACKEND, Duration.ofSeconds(30)).beat(new Presence.Idle(CLOCK.instant()));
    Result refused = desktop.aether("unregister", "backend");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.err()).contains("is online", "--force").hasLineCount(1);
    assertThat(ok("unregister", "backend", "--force")).isEqualTo("unregistered 'backend'");
    assertThat(ok("unregister", "backend")).isEqualTo("'backend' is not registered");
    assertThat(bus.observer().directory().find(BACKEND)).isEmpty();
    assertThat(deeds().getFirst()).isInstanceOf(Action.Refused.class);
  }

  @Test
  void a_reply_that_waits_is_shown_and_approved_once() {
    Envelope reply = waiting("It is `id`.");
    String shown = ok("approve");
    assertThat(shown).contains("backend → frontend", "  It is `id`.");
    String id = shown.substring(0, shown.indexOf(' '));

    assertThat(ok("approve", id)).isEqualTo("approved the reply of 'backend' to 'frontend'");
    Result again = desktop.aether("approve", id);
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.err()).contains(id, "none waits").hasLineCount(1);
    assertThat(REDIS.call("XLEN", "aether:inbox:frontend")).isEqualTo(1L);
    assertThat(deeds())
        .containsExactly(new Action.Approve(reply.conversation(), BACKEND, reply.id()));
  }

  @Test
  void a_reply_that_is_denied_is_gone() {
    waiting("Bad \u001b[31mnews.");
    String shown = ok("deny");
    assertThat(shown).doesNotContain("\u001b");
    assertThat(ok("deny", shown.substring(0, shown.indexOf(' ')))).startsWith("denied the reply");
    assertThat(REDIS.call("XLEN", "aether:inbox:frontend")).isEqualTo(0L);
    assertThat(ok("approve")).isEqualTo("no reply waits for approval");
  }

  @Test
  void every_verb_speaks_json() {
    waiting("It is `id`.");
    String id = json("approve").path("waiting").path(0).path("id").stringValue();
    assertThat(json("approve", id).path("decision").stringValue()).isEqualTo("approved");
    assertThat(json("pause", "backend").path("changed").booleanValue()).isTrue();
    assertThat(json("resume", "backend").path("state").stringValue()).isEqualTo("active");
    assertThat(json("kill", "backend").path("state").stringValue()).isEqualTo("killed");
    assertThat(json("revive", "backend").path("changed").booleanValue()).isTrue();
    assertThat(json("terminate", thread).path("conversation").stringValue()).isEqualTo(thread);
    assertThat(json("unregister", "backend").path("state").stringValue()).isEqualTo("removed");
    assertThat(json("unregister", "backend").path("state").stringValue()).isEqualTo("absent");
    assertThat(json("audit", "verify").path("whole").booleanValue()).isTrue();
  }

  @Test
  void the_audit_is_listed_verified_and_a_change_of_it_is_named() {
    ok("pause", "backend");
    ok("resume", "backend");
    ok("kill", "backend");
    List<String> lines = ok("audit", "list", "--json").lines().toList();
    assertThat(lines).hasSize(3);
    JsonNode second = Json.read(lines.get(1)).orElseThrow();
    assertThat(second.path("record").path("actor").stringValue()).isEqualTo("ana");
    assertThat(second.path("record").path("ts").stringValue()).isNotBlank();
    assertThat(ok("audit", "list").lines().toList().get(2)).contains("ana", "kill_project");
    assertThat(ok("audit", "verify")).startsWith("whole: 3 records");

    REDIS.call("XDEL", "aether:audit", second.path("place").stringValue());
    Result broken = desktop.aether("audit", "verify");
    assertThat(broken.code()).isEqualTo(1);
    assertThat(broken.err())
        .contains(Json.read(lines.get(2)).orElseThrow().path("place").stringValue())
        .hasLineCount(1);
  }

  private Envelope waiting(String text) {
    bus.inbox(BACKEND, CLOCK).open();
    Lease.Owner owner = new Lease.Owner("token", "host", 1, Instant.now());
    assertThat(bus.lease(BACKEND, Duration.ofSeconds(30)).acquire(owner)).isEmpty();
    Entry entry = bus.inbox(BACKEND, CLOCK).next(1, Duration.ofSeconds(2)).getFirst();
    Envelope reply =
        question.reply(BACKEND, question.from(), new Content(Intent.RESULT, text), CLOCK.instant());
    var _ =
        bus.processingLog(BACKEND, owner, CLOCK)
            .settle(
                new Settlement(
                    entry,
                    Optional.of(question),
                    1,
                    Optional.empty(),
                    Optional.empty(),
                    new Settlement.SessionChange.Keep(),
                    new Settlement.Outgoing.Submitted(reply),
                    List.of(),
                    Optional.empty(),
                    Optional.empty()));
    return reply;
  }

  private String ok(String... args) {
    Result result = desktop.aether(args);
    assertThat(result.code()).as(result.err()).isZero();
    return result.out().strip();
  }

  private JsonNode json(String... args) {
    String[] all = Arrays.copyOf(args, args.length + 1);
    all[args.length] = "--json";
    return Json.read(ok(all)).orElseThrow();
  }

  private ControlState state() {
    return bus.observer()
        .control()
        .conversations(List.of(question.conversation()))
        .getOrDefault(question.conversation(), ControlState.ACTIVE);
  }

  private List<Event> operated() {
    return bus.observer().auditTrail().latest(100).stream().map(AuditRecord::event).toList();
  }

  private List<String> actors() {
    return operated().stream().map(event -> ((Event.Operated) event).actor()).toList();
  }

  private List<Action> deeds() {
    return operated().stream().map(event -> ((Event.Operated) event).action()).toList();
  }
}
