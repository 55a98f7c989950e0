package aether.cli;

import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.Presence;
import aether.message.ProjectId;
import aether.redis.write.RedisBus;
import aether.testkit.RedisServer;
import aether.wire.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class LookTest {
  @RegisterExtension static final RedisServer REDIS = RedisServer.start();

  private @TempDir Path home;
  private RedisBus bus;
  private Desktop desktop;

  @BeforeEach
  void sit_down() {
    bus = RedisBus.connect(REDIS.address());
    desktop = new Desktop(home).on(REDIS);
  }

  @AfterEach
  void leave() {
    bus.close();
  }

  @Test
  void d56_who_and_server_status_name_the_resolved_address() {
    String address = REDIS.address().display();

    assertThat(desktop.aether("who").out())
        .contains("Redis: UP (" + address + ")")
        .contains("none registered")
        .doesNotContain("None");
    assertThat(desktop.aether("server", "status").out())
        .contains("Redis: UP (" + address + ")")
        .contains("version")
        .contains("persistence");
    assertThat(desktop.aether("who", "--help").out()).startsWith("Usage: aether who");
  }

  @Test
  void who_tells_what_each_body_does() {
    beat("idle", new Presence.Idle(Instant.now()));
    beat("ready", new Presence.Idle(Instant.now(), Optional.of(Instant.now().minusSeconds(600))));
    beat("busy", new Presence.Thinking(Instant.now(), 2, Instant.now()));
    beat("broken", new Presence.Suspended(Instant.now(), "claude is not logged in"));
    Responder.register(new ProjectId("away"), bus);
    Responder.register(new ProjectId("dead"), bus);
    bus.controls(InstantSource.system()).kill(new ProjectId("dead"), "test");
    Responder.register(new ProjectId("consult-7f"), bus);

    String out = desktop.aether("who").out();

    assertThat(out)
        .containsPattern("● idle +online")
        .containsPattern("● ready +online +for 10 min")
        .containsPattern("◉ busy +thinking +2 turns for \\d+ s")
        .containsPattern("◌ broken +suspended +claude is not logged in")
        .containsPattern("○ away +offline")
        .containsPattern("✕ dead +killed")
        .doesNotContain("consult-7f");
    assertThat(desktop.aether("who", "--all").out()).contains("consult-7f");
  }

  @Test
  void who_says_since_when_as_far_as_events_tell() {
    Responder.register(new ProjectId("dead"), bus);
    bus.controls(InstantSource.system()).kill(new ProjectId("dead"), "test");
    try (Responder _ = Responder.start("away", bus, "yes")) {
      assertThat(desktop.aether("consult", "--to", "away", "--text", "?", "--wait", "10").code())
          .isZero();
    }
    bus.heartbeat(new ProjectId("away"), Duration.ofSeconds(30)).stop();

    assertThat(desktop.aether("who").out())
        .containsPattern("✕ dead +killed +for \\d+ s")
        .containsPattern("○ away +offline +last heard of \\d+ s ago");
    assertThat(desktop.aether("who", "--json").out()).contains("\"last_seen\"", "\"since\"");
  }

  @Test
  void who_says_since_when_a_body_is_suspended_by_itself_or_by_the_operator() {
    Instant longAgo = Instant.now().minusSeconds(660);
    beat("broken", new Presence.Suspended(Instant.now(), "not logged in", Optional.of(longAgo)));
    beat("older", new Presence.Suspended(Instant.now(), "says no time"));
    beat("held", new Presence.Idle(Instant.now(), Optional.of(longAgo)));
    beat("went", new Presence.Idle(Instant.now(), Optional.of(longAgo)));
    InstantSource before = () -> Instant.now().minusSeconds(420);
    bus.controls(before).pause(new ProjectId("went"), "test");
    bus.controls(InstantSource.system()).resume(new ProjectId("went"), "test");
    bus.controls(before).pause(new ProjectId("held"), "test");
    bus.controls(InstantSource.system()).pause(new ProjectId("held"), "test");

    Desktop.Result who = desktop.aether("who");

    assertThat(who.out())
        .containsPattern("◌ broken +suspended +not logged in, for 11 min")
        .containsPattern("◌ older +suspended +says no time +")
        .containsPattern("◌ held +suspended +paused by the operator, for 7 min")
        .containsPattern("● went +online +for 11 min");
    var json = Json.readObject(desktop.aether("who", "--json").out()).orElseThrow().path("bodies");
    assertThat(json)
        .filteredOn(body -> body.path("state").stringValue().equals("suspended"))
        .extracting(body -> body.has("since"))
        .containsExactly(true, true, false);
  }

  @Test
  void who_looks_further_back_for_a_body_of_which_the_newest_events_do_not_tell() {
    Responder.register(new ProjectId("dead"), bus);
    bus.controls(InstantSource.system()).kill(new ProjectId("dead"), "test");
    for (int i = 0; i < 100; i++) {
      bus.controls(InstantSource.system()).kill(new ProjectId("another"), "test");
    }

    assertThat(desktop.aether("who").out()).containsPattern("✕ dead +killed +for \\d+ s");
  }

  @Test
  void who_watches_until_nobody_reads() throws Exception {
    Responder.register(new ProjectId("away"), bus);

    assertThat(firstLine("who", "--watch", "--json")).contains("\"away\"");
  }

  @Test
  void who_counts_what_waits() {
    Responder.register(new ProjectId("away"), bus);
    var _ = desktop.aether("send", "--to", "away", "--text", "one");
    var _ = desktop.aether("send", "--to", "away", "--text", "two");

    var body =
        Json.readObject(desktop.aether("who", "--json").out()).orElseThrow().path("bodies").get(0);

    assertThat(body.path("id").stringValue()).isEqualTo("away");
    assertThat(body.path("state").stringValue()).isEqualTo("offline");
    assertThat(body.path("queued").intValue()).isEqualTo(2);
  }

  @Test
  void transcript_finds_a_conversation_by_its_first_characters() {
    Responder.register(new ProjectId("away"), bus);
    send("conv-abc", "first");
    send("conv-abd", "second");

    assertThat(desktop.aether("transcript", "conv-abc").out()).contains("first");
    Desktop.Result ambiguous = desktop.aether("transcript", "conv-ab");
    assertThat(ambiguous.code()).isEqualTo(1);
    assertThat(ambiguous.err()).contains("begins 2 conversations: conv-abc, conv-abd");
  }

  @Test
  void an_id_that_begins_another_is_still_found() {
    Responder.register(new ProjectId("away"), bus);
    send("conv", "short");
    send("conv-abd", "long");

    assertThat(desktop.aether("transcript", "conv").out()).contains("short").doesNotContain("long");
  }

  @Test
  void transcript_is_had_as_markdown_and_as_json() {
    Responder.register(new ProjectId("away"), bus);
    send("conv-abc", "first");

    assertThat(desktop.aether("transcript", "conv-abc", "--markdown").out()).contains("```");
    assertThat(desktop.aether("transcript", "conv-abc", "--json").out().lines())
        .hasSize(2)
        .allSatisfy(line -> assertThat(Json.readObject(line)).isPresent());
  }

  @Test
  void watch_tells_what_happens_until_nobody_reads() throws Exception {
    Responder.register(new ProjectId("away"), bus);
    send("conv-abc", "before");

    assertThat(firstLine("watch", "--since", "1h", "--json")).contains("conv-abc");
    assertThat(firstLine("transcript", "conv-abc", "--follow")).contains("before");
  }

  @Test
  void what_stands_raw_on_the_bus_is_one_line_of_harmless_json() throws Exception {
    Responder.register(new ProjectId("away"), bus);
    String raw = "{\n\"kind\": \"\u009B2J\u202E\",\r\n \"conversation_id\": \"conv-raw\"}";
    Object _ = REDIS.call("XADD", "aether:events", "*", "data", raw);
    Object _ = REDIS.call("XADD", "aether:events", "*", "data", "\u001B]0;title\u0007\nno json");
    String object = "{\"kind\": \"\\u009b2J\\u202e\", \"conversation_id\": \"conv-raw\"}";

    assertThat(firstLine("watch", "--since", "1h", "--json")).isEqualTo(object);
    assertThat(firstLine("transcript", "conv-raw", "--follow", "--json")).isEqualTo(object);
  }

  /** Reads one line of what goes on for ever, then closes the pipe; the command must end. */
  private String firstLine(String... args) throws IOException, InterruptedException {
    PipedReader reader = new PipedReader();
    PipedWriter writer = new PipedWriter(reader);
    Thread command =
        Thread.ofPlatform()
            .start(() -> {
              int _ =
                  desktop.run(
                      new PrintWriter(writer, true), new PrintWriter(Writer.nullWriter()), args);
            });
    String line = new BufferedReader(reader).readLine();
    reader.close();
    send("conv-abc", "after");
    send("conv-raw", "after");
    assertThat(command.join(Duration.ofSeconds(60))).isTrue();
    return line;
  }

  private void send(String conversation, String text) {
    assertThat(
            desktop
                .aether("send", "--to", "away", "--text", text, "--conversation-id", conversation)
                .code())
        .isZero();
  }

  private void beat(String id, Presence presence) {
    ProjectId project = new ProjectId(id);
    Responder.register(project, bus);
    bus.heartbeat(project, Duration.ofSeconds(30)).beat(presence);
  }
}
