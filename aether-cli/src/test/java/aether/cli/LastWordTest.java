package aether.cli;

import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.AuditRecord;
import aether.bus.AuditTrail;
import aether.bus.Body;
import aether.bus.Presence;
import aether.config.AetherHome;
import aether.config.Waves;
import aether.event.Event;
import aether.event.EventCodec;
import aether.message.ProjectId;
import aether.observatory.Station;
import aether.observatory.pipeline.BodySettings;
import aether.observatory.pipeline.Limits;
import aether.observatory.pipeline.Observatory;
import aether.redis.write.RedisBus;
import aether.testkit.Http;
import aether.testkit.RedisServer;
import aether.testkit.browser.Browser;
import aether.testkit.browser.Hostile;
import aether.testkit.browser.RequiresBrowser;
import aether.testkit.browser.Tab;
import aether.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A human decides in the panel and sees in Stargazer what comes of it, both in a real browser, over
 * one real Redis with a Body that works; afterwards the streams tell all of it again.
 */
@RequiresBrowser
class LastWordTest {
  @RegisterExtension static final RedisServer REDIS = RedisServer.start();

  private static final String TOKEN = "0123456789abcdef";
  private static final Path SHOTS = Path.of("target", "screenshots");
  private static final ProjectId GAMMA = new ProjectId("gamma");

  private static final List<String> VIEWS =
      List.of("bodies", "conversations", "approvals", "dead", "budgets", "send", "audit");

  private final Served served = new Served();
  private final Pupil pupil = new Pupil();
  private final List<Deed> deeds = new ArrayList<>();
  private @TempDir Path home;
  private RedisBus bus;
  private Observatory beta;
  private Browser browser;
  private URI panel;
  private URI stargazer;
  private Tab desk;
  private Tab sky;

  /** What was clicked, and when. */
  private record Deed(String action, String target, Instant from, Instant until) {}

  @BeforeEach
  void open() throws Exception {
    bus = RedisBus.connect(REDIS.address());
    beta = observatory();
    assertThat(beta.start(false)).isEmpty();
    var _ = bus.registrar().register(new Body(GAMMA, "Gamma", List.of("api")), false);
    bus.heartbeat(GAMMA, Duration.ofHours(1)).beat(new Presence.Idle(Instant.now()));
    reader();
    panel =
        served.start(
            desktop().with("AETHER_OPERATOR_TOKEN", TOKEN).with("USER", "ana"),
            "operator",
            "--port",
            "0");
    stargazer =
        served.start(
            desktop()
                .with("AETHER_REDIS_USERNAME", "stargazer")
                .with("AETHER_REDIS_PASSWORD", "PW"),
            "stargazer",
            "--port",
            "0");
    browser = Browser.start();
    desk = browser.tab(1280, 900);
    sky = browser.tab(1280, 900);
  }

  @AfterEach
  void shut() throws InterruptedException {
    browser.close();
    served.end();
    beta.close();
    bus.close();
  }

  @Test
  void the_operator_has_the_last_word_sees_it_obeyed_and_every_word_of_it_is_on_record() {
    login();
    rule_a_conversation();
    end_one_in_the_middle_of_a_turn();
    kill_and_revive_a_body();
    unregister_one_that_is_online();
    approve_and_deny();
    retry_a_dead_letter();
    assertThat(desk.complaints).noneMatch(each -> !each.contains("the server responded with"));
    assertThat(sky.complaints).isEmpty();
    assertRebuilt();
    assertOneFlippedByteIsFound();
  }

  private void rule_a_conversation() {
    String talk = inject("Answer slowly: which id do you export?");
    sky("/?view=telescope");
    sky.await("document.querySelector('.scope[data-running=yes]')?.innerText.includes('slowly')");
    sky.shoot(SHOTS.resolve("last-word-running.png"));
    deed("pause", talk, () -> click("conversations", talk, "/pause", "paused"));
    pupil.go();
    sky("/?c=" + talk);
    sky.await("document.querySelector('.ending')?.dataset.state === 'paused'");
    sky.await("document.querySelector('.waterfall').innerText.includes('pause')");
    assertThat(answers(talk)).isZero();
    deed("resume", talk, () -> click("conversations", talk, "/resume", "active"));
    sky.await("document.body.innerText.includes('It is `order_id`.')");
    assertThat(answers(talk)).isOne();
  }

  private void end_one_in_the_middle_of_a_turn() {
    String talk = inject("Answer slowly: and the other one?");
    sky("/?c=" + talk);
    sky.await("document.querySelector('.work[data-running=yes]')");
    deed(
        "terminate",
        talk,
        () -> {
          view("conversations");
          grave(row(talk), "terminate");
          desk.run("document.querySelector('.asking [type=submit]').click()");
          desk.await(row(talk) + ".textContent.includes('killed')");
        });
    sky.await("document.querySelector('.ending')?.dataset.state === 'ended'");
    sky.await("document.querySelector('.waterfall').innerText.includes('terminate')");
    awaitCut();
    pupil.go();
    assertThat(answers(talk)).isZero();
  }

  private void kill_and_revive_a_body() {
    sky("/");
    deed(
        "kill_project",
        "beta",
        () -> {
          view("bodies");
          grave(row("beta"), "kill");
          typed("beta");
          desk.press("Enter");
          desk.await(row("beta") + ".textContent.includes('killed')");
        });
    sky.await("document.querySelector('.legend [data-state=killed] b')?.textContent === '1'");
    sky.shoot(SHOTS.resolve("last-word-killed.png"));
    deed("revive_project", "beta", () -> click("bodies", "beta", "/revive_project", "online"));
    sky.await("document.querySelector('.legend [data-state=killed] b')?.textContent === '0'");
  }

  private void unregister_one_that_is_online() {
    view("bodies");
    deed(
        "refused",
        "gamma",
        () -> {
          grave(row("gamma"), "unregister");
          typed("gamma");
          desk.press("Enter");
          desk.await("document.querySelector('.asking .refused')?.textContent.includes('online')");
        });
    deed(
        "unregister",
        "gamma",
        () -> {
          desk.run("document.querySelector('.asking [type=submit]').click()");
          desk.await("!" + row("gamma") + " && " + row("beta"));
        });
  }

  private void approve_and_deny() {
    deed(
        "ask_first_project",
        "beta",
        () -> {
          view("bodies");
          desk.run(row("beta") + ".querySelector('[data-act=\"/ask_first\"]').click()");
          desk.await(row("beta") + ".querySelector('[aria-pressed=true]')");
        });
    for (String word : List.of("approve", "deny")) {
      String talk = inject("What would you " + word + "?");
      view("approvals");
      desk.await("document.querySelector('.card')?.textContent.includes('order_id')");
      desk.shoot(SHOTS.resolve("last-word-" + word + ".png"));
      assertThat(answers(talk)).isZero();
      deed(
          word,
          talk,
          () -> {
            desk.run("document.querySelector('.card [data-act=\"/" + word + "\"]').click()");
            desk.await("document.querySelector('.plate')");
          });
      assertThat(answers(talk)).isEqualTo(word.equals("approve") ? 1 : 0);
      sky("/?c=" + talk);
      sky.await("document.querySelector('.waterfall')?.innerText.includes('" + word + "')");
    }
    deed(
        "ask_first_project",
        "beta",
        () -> {
          view("bodies");
          desk.run(row("beta") + ".querySelector('[data-act=\"/ask_first\"]').click()");
          desk.await("!" + row("beta") + ".querySelector('[aria-pressed=true]')");
        });
  }

  private void retry_a_dead_letter() {
    String talk = inject("Do this badly.");
    view("dead");
    desk.await("document.querySelector('.card')?.textContent.includes('badly')");
    sky("/?view=extinctions&reason=turn_failed");
    sky.await("document.querySelector('.stops li')?.innerText.includes('it went badly')");
    pupil.mend();
    deed(
        "retry_dead",
        "beta",
        () -> {
          desk.run("document.querySelector('[data-act=\"/retry_dead\"]').click()");
          desk.await("document.querySelector('.plate')");
        });
    sky("/?c=" + talk);
    sky.await("document.body.innerText.includes('It is `order_id`.')");
  }

  /** Both streams tell each deed of this run, in its order, by whom and when. */
  private void assertRebuilt() {
    List<AuditRecord> trail = bus.observer().auditTrail().after(AuditTrail.START, 1000);
    List<Event> events = trail.stream().map(AuditRecord::event).toList();
    List<Event> mirrored =
        bus.observer().events().after("0-0", 1000).stream()
            .map(recorded -> recorded.event())
            .filter(Event.Operated.class::isInstance)
            .toList();
    assertThat(mirrored).isEqualTo(events);
    assertThat(events).hasSameSizeAs(deeds);
    for (int i = 0; i < deeds.size(); i++) {
      Deed deed = deeds.get(i);
      Event.Operated told = (Event.Operated) events.get(i);
      assertThat(told.actor()).isEqualTo("operator");
      assertThat(told.at()).isBetween(deed.from().minusMillis(1), deed.until().plusMillis(1));
      assertThat(EventCodec.encode(told)).contains("\"" + deed.action() + "\"", deed.target());
    }
    assertThat(desktop().aether("audit", "verify").out()).contains(String.valueOf(deeds.size()));
  }

  private void assertOneFlippedByteIsFound() {
    List<AuditRecord> trail = bus.observer().auditTrail().after(AuditTrail.START, 1000);
    AuditRecord victim = trail.get(trail.size() / 2);
    REDIS.call("DEL", "aether:audit");
    for (AuditRecord record : trail) {
      String data = record.data();
      REDIS.call(
          "XADD",
          "aether:audit",
          record.position(),
          "n",
          String.valueOf(record.number()),
          "prev",
          record.previous(),
          "hash",
          record.hash(),
          "data",
          record.equals(victim) ? data.replaceFirst("operator", "operatos") : data);
    }
    Desktop.Result verified = desktop().aether("audit", "verify");
    assertThat(verified.code()).isEqualTo(1);
    assertThat(verified.err() + verified.out()).contains(victim.position());
  }

  @Test
  void nothing_anybody_put_on_the_bus_becomes_part_of_either_page() throws IOException {
    String axe = axe();
    login();
    for (String payload : Hostile.PAYLOADS) {
      Hostile.records(payload)
          .forEach(data -> REDIS.call("XADD", "aether:events", "*", "data", data));
      String quoted = quoted(payload);
      order("/inject", "{\"to\": \"beta\", \"text\": " + quoted + "}");
      order("/pause", "{\"conversation_id\": " + quoted + "}");
      order("/unregister", "{\"project_id\": " + quoted + "}");
      REDIS.call(
          "HSET",
          "aether:registry",
          payload,
          "{\"description\": " + quoted + ", \"capabilities\": [" + quoted + "]}");
    }
    for (String view : VIEWS) {
      view(view);
      desk.await("document.querySelector('main table, main .card, main .compose, main .plate')");
      assertHarmless(desk, view);
      desk.run(axe + "; 0");
      assertThat(
              desk.run(
                  "axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map(v =>"
                      + " v.id + ': ' + v.nodes.map(n => n.html.slice(0, 120)).join(' | ')))"))
          .as(view)
          .isEmpty();
    }
    for (String view :
        List.of(
            "/", "/?as=table", "/?view=conversations", "/?view=telescope", "/?view=extinctions")) {
      sky(view);
      sky.await("!document.querySelector('[aria-busy=true]')");
      assertHarmless(sky, view);
    }
  }

  private static void assertHarmless(Tab tab, String where) {
    JsonNode found =
        tab.run(
            "({pwned: window.pwned ?? 0, scripts: document.scripts.length, nodes:"
                + " document.querySelectorAll('[data-pwned],[onerror],[onload],[onfocus],[ontoggle],"
                + "iframe,object,embed,base,math').length})");
    assertThat(found).as(where).hasToString("{\"pwned\":0,\"scripts\":1,\"nodes\":0}");
    assertThat(tab.complaints)
        .as(where)
        .noneMatch(said -> said.contains("dialog") || said.contains("policy"));
  }

  private static String axe() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(LastWordTest.class.getResourceAsStream("/axe.min.js"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void deed(String action, String target, Runnable click) {
    Instant from = Instant.now();
    click.run();
    deeds.add(new Deed(action, target, from, Instant.now()));
  }

  private void login() {
    desk.open(panel.toString(), "document.querySelector('#token')");
    desk.run("document.querySelector('#token').focus()");
    desk.type(TOKEN);
    desk.press("Enter");
    desk.await("document.querySelector('main[data-view=bodies] table')");
  }

  /** Sends {@code text} to beta through the form. @return its conversation */
  private String inject(String text) {
    Instant from = Instant.now();
    view("send");
    desk.await("document.querySelector('[name=to] option[value=beta]')");
    set("[name=to]", "beta");
    set("[name=text]", text);
    desk.await("document.getElementById('block')?.textContent.includes('BEGIN MESSAGE')");
    desk.run("document.querySelector('.compose [type=submit]').click()");
    desk.await("document.querySelector('.compose [role=status] code')");
    String talk =
        desk.run("document.querySelector('.compose [role=status] code').textContent").stringValue();
    deeds.add(new Deed("inject", talk, from, Instant.now()));
    return talk;
  }

  private void click(String view, String row, String path, String then) {
    view(view);
    String button = row(row) + ".querySelector('[data-act=\"" + path + "\"]')";
    desk.await(button);
    desk.run(button + ".click()");
    desk.await(row(row) + ".textContent.includes('" + then + "')");
  }

  private void grave(String within, String what) {
    String button = within + ".querySelector('[data-grave=\"" + what + "\"]')";
    desk.await(button);
    desk.run(button + ".click()");
    desk.await("document.querySelector('.asking[open]')");
  }

  private void typed(String text) {
    desk.run("document.querySelector('#typed').focus()");
    desk.type(text);
  }

  private void set(String field, String value) {
    desk.run(
        "(() => { const f = document.querySelector('"
            + field
            + "'); f.value = "
            + quoted(value)
            + "; f.dispatchEvent(new Event('input', {bubbles: true})); })()");
  }

  private void view(String name) {
    desk.run("location.hash = '" + name + "'");
    desk.await("document.querySelector('main[data-view=" + name + "]')");
  }

  private void sky(String view) {
    sky.open(stargazer.resolve(view).toString(), "document.querySelector('main[data-ready=yes]')");
  }

  private static String quoted(String text) {
    JsonNode node = Json.mapper().valueToTree(text);
    return Json.write(node);
  }

  private static String row(String id) {
    return "document.querySelector('tr[data-id=\"" + id + "\"]')";
  }

  /** How many messages of beta there are in {@code talk}. */
  private long answers(String talk) {
    return bus.observer().events().after("0-0", 1000).stream()
        .map(recorded -> recorded.event())
        .filter(event ->
            event instanceof Event.MessageSent(var message, var _)
                && message.from().equals(Pupil.ID)
                && message.conversation().value().equals(talk))
        .count();
  }

  private void awaitCut() {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (pupil.cut() == 0) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private Http.Answer order(String path, String body) {
    return new Http(panel)
        .send(
            "POST",
            path,
            Map.of("Authorization", "Bearer " + TOKEN, "Content-Type", "application/json"),
            body);
  }

  private Desktop desktop() {
    return new Desktop(home).on(REDIS.address());
  }

  private Observatory observatory() {
    Body body = new Body(Pupil.ID, "Beta", List.of("api"));
    return Station.on(
        bus,
        new BodySettings(body, home, Limits.DEFAULT, Waves.NOTE, Set.of(), false),
        pupil,
        2,
        new Observatory.Timing(
            Duration.ofSeconds(6),
            Duration.ofMillis(250),
            Duration.ofSeconds(2),
            Duration.ofMillis(100),
            Duration.ZERO,
            Duration.ofSeconds(1)),
        Station.Host.of(new AetherHome(home.resolve(".aether")), Map.of()));
  }

  /** Makes the user whom docs/operating.md gives to Stargazer. */
  private static void reader() throws IOException {
    String rule =
        Files.readAllLines(Path.of("..", "docs", "operating.md")).stream()
            .filter(line -> line.startsWith("user stargazer "))
            .findFirst()
            .orElseThrow()
            .replaceFirst("^user ", "");
    List<String> words = new ArrayList<>(List.of("ACL", "SETUSER"));
    for (String part : rule.split(" (?![^(]*\\))")) {
      words.add(part);
    }
    REDIS.call(words.toArray(String[]::new));
  }
}
