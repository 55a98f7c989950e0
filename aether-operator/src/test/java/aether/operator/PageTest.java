package aether.operator;

import static org.assertj.core.api.Assertions.assertThat;

import aether.bus.AuditTrail.Verdict;
import aether.event.Action;
import aether.event.Event;
import aether.message.Envelope;
import aether.testkit.browser.Browser;
import aether.testkit.browser.Hostile;
import aether.testkit.browser.RequiresBrowser;
import aether.testkit.browser.Tab;
import aether.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page in a real browser. */
@RequiresBrowser
class PageTest {
  private static final Path SHOTS = Path.of("target/screenshots");

  private static Browser browser;
  private static String axe = "";

  private Panel panel;
  private Tab tab;

  @BeforeAll
  static void open_a_browser() throws IOException {
    browser = Browser.start();
    try (InputStream in =
        Objects.requireNonNull(PageTest.class.getResourceAsStream("/axe.min.js"))) {
      axe = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @AfterAll
  static void shut_it() {
    browser.close();
  }

  @BeforeEach
  void start() {
    panel = new Panel();
    panel.online(Panel.BETA);
    panel.registered(Panel.GAMMA);
    tab = browser.tab(1280, 800);
  }

  @AfterEach
  void stop() {
    tab.close();
    panel.close();
  }

  @Test
  void whoever_has_no_token_sees_a_door_and_nothing_else() {
    door();
    enter("wrong-token");
    tab.await("document.querySelector('.refused')?.textContent.includes('not the token')");
    assertThat(tab.run("sessionStorage.getItem('aether.operator.token')").isNull()).isTrue();
    tab.shoot(SHOTS.resolve("door.png"));
    assertThat(tab.run("document.body.innerText").stringValue()).doesNotContain("beta");
  }

  @Test
  void bodies_are_paused_resumed_killed_revived_and_unregistered() {
    login();
    tab.await(row("beta"));
    click("beta", "/pause_project");
    tab.await(row("beta") + ".textContent.includes('suspended')");
    click("beta", "/resume_project");
    tab.await(row("beta") + ".textContent.includes('online')");

    grave(row("beta"), "kill");
    assertThat(tab.run("document.querySelector('.asking [type=submit]').disabled").booleanValue())
        .isTrue();
    typed("bet");
    assertThat(tab.run("document.querySelector('.asking [type=submit]').disabled").booleanValue())
        .isTrue();
    tab.type("a");
    tab.shoot(SHOTS.resolve("kill.png"));
    tab.press("Enter");
    tab.await(row("beta") + ".textContent.includes('killed')");
    assertThat(panel.bus.isKilled(Panel.BETA)).isTrue();
    click("beta", "/revive_project");
    tab.await(row("beta") + ".textContent.includes('online')");

    grave(row("beta"), "unregister");
    typed("beta");
    tab.press("Enter");
    tab.await("document.querySelector('.asking .refused')?.textContent.includes('is online')");
    tab.shoot(SHOTS.resolve("unregister.png"));
    tab.run("document.querySelector('.asking [type=submit]').click()");
    tab.await("!" + row("beta") + " && " + row("gamma"));
    assertThat(panel.bus.find(Panel.BETA)).isEmpty();
    assertThat(deeds())
        .contains(
            new Action.PauseProject(Panel.BETA),
            new Action.ResumeProject(Panel.BETA),
            new Action.KillProject(Panel.BETA),
            new Action.ReviveProject(Panel.BETA),
            new Action.Unregister(Panel.BETA));
    assertWell();
  }

  @Test
  void the_late_close_of_one_question_leaves_the_next_one_open() {
    login();
    grave(row("beta"), "kill");
    tab.run("window.first = document.querySelector('.asking')");
    tab.run("first.querySelector('[type=button]').click()");
    grave(row("beta"), "unregister");
    tab.run("first.dispatchEvent(new Event('close'))");
    assertThat(tab.run("document.querySelector('.asking[open]') !== null").booleanValue()).isTrue();
    tab.press("Escape");
    tab.await("document.querySelector('.asking') === null");
    assertWell();
  }

  @Test
  void a_message_is_written_previewed_sent_and_its_conversation_ruled_live() {
    login();
    view("send");
    set("[name=to]", "beta");
    set("[name=text]", "Which id do you export?");
    tab.await("document.getElementById('block')?.textContent.includes('Which id')");
    tab.shoot(SHOTS.resolve("send.png"));
    tab.run("document.querySelector('.compose [type=submit]').click()");
    tab.await("document.querySelector('.compose [role=status] code')");
    Envelope sent = panel.bus.inboxOf(Panel.BETA).getFirst();
    assertThat(sent.content().text()).isEqualTo("Which id do you export?");

    view("conversations");
    String id = sent.conversation().value();
    tab.await(row(id));
    click(id, "/pause");
    tab.await(row(id) + ".textContent.includes('paused')");
    click(id, "/resume");
    tab.await(row(id) + ".textContent.includes('active')");
    Envelope other = panel.sent("gamma", "beta", "Another");
    tab.await(row(other.conversation().value()));
    grave(row(id), "terminate");
    tab.run("document.querySelector('.asking [type=submit]').click()");
    tab.await(row(id) + ".textContent.includes('killed')");
    tab.shoot(SHOTS.resolve("conversations.png"));

    grave("document", "terminate_all");
    typed("all");
    tab.press("Enter");
    tab.await(row(other.conversation().value()) + ".textContent.includes('killed')");
    assertWell();
  }

  @Test
  void replies_are_approved_and_denied_as_they_come() {
    login();
    view("approvals");
    tab.await("document.querySelector('.plate')");
    Envelope first = panel.waiting(panel.sent("alpha", "beta", "Which?"), "It is `order_id`.");
    panel.post("/pause", "{\"conversation_id\": \"c\"}");
    tab.await("document.querySelectorAll('.card').length === 1");
    Envelope second = panel.waiting(panel.sent("alpha", "beta", "And?"), "None of your business.");
    panel.post("/resume", "{\"conversation_id\": \"c\"}");
    tab.await("document.querySelectorAll('.card').length === 2");
    assertThat(tab.run("document.querySelector('nav .count').textContent").stringValue())
        .startsWith("2");
    tab.shoot(SHOTS.resolve("approvals.png"));
    tab.run("document.querySelectorAll('.card')[1].querySelector('[data-act=\"/deny\"]').click()");
    tab.await("document.querySelectorAll('.card').length === 1");
    tab.run("document.querySelector('.card [data-act=\"/approve\"]').click()");
    tab.await("document.querySelector('.plate')");
    assertThat(panel.bus.inboxOf(Panel.alpha())).containsExactly(first);
    assertThat(deeds())
        .contains(
            new Action.Approve(first.conversation(), Panel.BETA, first.id()),
            new Action.Deny(second.conversation(), Panel.BETA, second.id()));
    assertWell();
  }

  @Test
  void what_the_eye_does_not_see_is_shown_before_it_is_approved() {
    panel.waiting(
        panel.sent("alpha", "beta", "Which?"), "safe\u202etxt.exe\u200b \udb40\udc41 end");
    login();
    view("approvals");
    tab.await("document.querySelector('.said')");
    assertThat(tab.run("document.querySelector('.said').textContent").stringValue())
        .isEqualTo("safe⟨U+202E⟩txt.exe⟨U+200B⟩ ⟨U+E0041⟩ end");
  }

  @Test
  void a_dead_letter_is_retried_a_budget_granted_and_the_chain_verified() {
    panel.died(panel.sent("alpha", "beta", "Do the impossible"));
    login();
    view("dead");
    tab.await("document.querySelector('.card')?.textContent.includes('Do the impossible')");
    tab.shoot(SHOTS.resolve("dead.png"));
    tab.run("document.querySelector('[data-act=\"/retry_dead\"]').click()");
    tab.await("document.querySelector('.plate')");
    assertThat(panel.bus.inboxOf(Panel.BETA)).hasSize(1);

    view("budgets");
    tab.await("document.querySelector('meter')");
    tab.shoot(SHOTS.resolve("budgets.png"));
    tab.run(
        "document.querySelector('[name=usd]').value = '2.50';"
            + " document.querySelector('.card form [type=submit]').click()");
    view("audit");
    tab.await("document.querySelectorAll('tbody tr').length === 2");
    tab.run("document.querySelector('[data-act=verify]').click()");
    tab.await("document.querySelector('.whole')");
    tab.shoot(SHOTS.resolve("audit.png"));
    assertThat(panel.books.granted).hasSize(1);
    assertThat(panel.bus.auditTrail().verify())
        .isInstanceOfSatisfying(
            Verdict.Whole.class, whole -> assertThat(whole.records()).isEqualTo(2));
    assertWell();
  }

  @Test
  void the_keyboard_alone_reaches_every_view_body_and_conversation() {
    Envelope sent = panel.sent("alpha", "gamma", "Which?");
    login();
    tab.press("k", 2);
    tab.await("document.activeElement.id === 'palette-field'");
    tab.await("document.querySelectorAll('.palette li').length === 10");
    assertNoViolations("the palette");
    tab.shoot(SHOTS.resolve("palette.png"));
    tab.type("gamma");
    tab.await("document.querySelector('[aria-selected=true] .name').textContent === 'gamma'");
    tab.press("Enter");
    tab.await("document.activeElement.matches('tr[data-id=gamma]')");
    tab.press("/");
    tab.await("document.activeElement.id === 'filter'");
    tab.type("bet");
    tab.await("!" + row("gamma") + " && " + row("beta"));
    tab.type("?");
    tab.await("document.querySelector('.plate')");
    tab.press("Escape");
    tab.press("?");
    tab.await("document.querySelector('dialog.keys[open]')");
    assertNoViolations("the keys");
    tab.press("Escape");
    tab.press("6");
    tab.await("document.querySelector('main[data-view=send]')");
    tab.press("/");
    tab.await("document.activeElement.id === 'filter' && location.hash === '#conversations'");
    tab.press("k", 2);
    tab.type(sent.conversation().value());
    tab.await("document.querySelector('[aria-selected=true]')");
    tab.press("Enter");
    tab.await("document.activeElement.dataset.id === '" + sent.conversation().value() + "'");
    assertWell();
  }

  @Test
  void nothing_that_came_over_the_bus_becomes_part_of_the_page() {
    for (String payload : Hostile.PAYLOADS) {
      String json = Json.write(Map.of("x", payload));
      String quoted = json.substring(json.indexOf(':') + 1, json.length() - 1).strip();
      panel.hostile(payload);
      panel.post("/pause", "{\"conversation_id\": " + quoted + "}");
      panel.post("/unregister", "{\"project_id\": " + quoted + "}");
      panel.post("/inject", "{\"to\": " + quoted + ", \"text\": " + quoted + "}");
    }
    login();
    for (String view :
        List.of("bodies", "conversations", "approvals", "dead", "budgets", "send", "audit")) {
      view(view);
      tab.await("document.querySelector('main table, main .card, main .compose')");
      tab.shoot(SHOTS.resolve("hostile-" + view + ".png"));
      assertThat(tab.run("document.querySelectorAll('[data-pwned]').length").intValue()).isZero();
      assertThat(tab.run("window.pwned === undefined").booleanValue()).isTrue();
      assertThat(tab.run("document.scripts.length").intValue()).isOne();
    }
    assertThat(tab.run("document.body.innerText").stringValue()).contains("<img src=x");
    view("send");
    set("[name=to]", "beta");
    set("[name=text]", Hostile.PAYLOADS.getFirst());
    tab.await("document.getElementById('block')?.textContent.includes('onerror')");
    assertThat(tab.run("window.pwned === undefined").booleanValue()).isTrue();
    assertWell();
  }

  @Test
  void an_untouched_page_forgets_the_token() {
    login();
    assertThat(tab.run("Object.keys(localStorage).join() + document.cookie").stringValue())
        .doesNotContain("token");
    assertThat(tab.run("document.documentElement.outerHTML + location.href").stringValue())
        .doesNotContain("tok\"", "=tok");
    tab.run("sessionStorage.setItem('aether.operator.seen', String(Date.now() - 16 * 60 * 1000))");
    tab.await("document.querySelector('#token') && document.body.innerText.includes('forgotten')");
    assertThat(tab.run("sessionStorage.getItem('aether.operator.token')").isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"1280,dark,en", "1280,light,zh", "360,dark,zh", "3840,light,en"})
  void axe_finds_nothing_in_any_view(int width, String theme, String language) {
    panel.died(panel.sent("alpha", "beta", "Do the impossible"));
    panel.waiting(panel.sent("alpha", "beta", "Which?"), "It is `order_id`.");
    panel.sent("beta", "operator", "It is 42.");
    panel.post("/pause_project", "{\"project_id\": \"gamma\"}");
    panel.post("/approve", "{\"id\": \"1-0\"}");
    tab.size(width, 800);
    door();
    tab.run(
        "localStorage.setItem('aether.theme', '"
            + theme
            + "'); localStorage.setItem('aether.language', '"
            + language
            + "')");
    door();
    assertNoViolations("door " + theme);
    enter("tok");
    tab.await("document.querySelector('tbody tr')");
    for (String view :
        List.of("bodies", "conversations", "approvals", "dead", "budgets", "send", "audit")) {
      view(view);
      tab.await("document.querySelector('main table, main .card, main .compose')");
      tab.shoot(SHOTS.resolve(view + "-" + theme + "-" + width + ".png"));
      assertNoViolations(view + " " + theme + " " + width);
      assertThat(tab.run("document.documentElement.scrollWidth <= innerWidth").booleanValue())
          .as(view + " is no wider than the screen")
          .isTrue();
    }
    view("bodies");
    tab.await("document.querySelector('tbody tr')");
    grave(row("beta"), "kill");
    assertNoViolations("dialog " + theme);
  }

  private void assertNoViolations(String where) {
    tab.run(axe + "; 0");
    assertThat(
            tab.run(
                    "axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map(v =>"
                        + " v.id + ': ' + v.nodes.map(n => n.html + ' ' + n.failureSummary).join(' | '))"
                        + ".join('\\n'))")
                .stringValue())
        .as(where)
        .isEmpty();
  }

  private void door() {
    tab.open(address(), "document.querySelector('#token')");
  }

  private void login() {
    door();
    enter("tok");
    tab.await(
        "document.querySelector('main[data-view=bodies] table') && document.querySelector('.status[data-state=live]')");
  }

  private void enter(String token) {
    tab.run("document.querySelector('#token').focus()");
    tab.type(token);
    tab.press("Enter");
  }

  private void view(String name) {
    tab.run("location.hash = '" + name + "'");
    tab.await("document.querySelector('main[data-view=" + name + "]')");
  }

  private void set(String field, String value) {
    tab.await("document.querySelector('" + field + "')");
    String json = Json.write(Map.of("v", value));
    tab.run(
        "(() => { const f = document.querySelector('"
            + field
            + "'); f.value = ("
            + json
            + ").v; f.dispatchEvent(new Event('input', {bubbles: true})); })()");
  }

  private void click(String row, String path) {
    String button = row(row) + ".querySelector('[data-act=\"" + path + "\"]')";
    tab.await(button);
    tab.run(button + ".click()");
  }

  private void grave(String within, String what) {
    String button = within + ".querySelector('[data-grave=\"" + what + "\"]')";
    tab.await(button);
    tab.run(button + ".click()");
    tab.await("document.querySelector('.asking[open]')");
  }

  private void typed(String text) {
    tab.run("document.querySelector('#typed').focus()");
    tab.type(text);
  }

  private static String row(String id) {
    return "document.querySelector('tr[data-id=\"" + id + "\"]')";
  }

  private String address() {
    return "http://127.0.0.1:" + panel.port() + "/";
  }

  private List<Action> deeds() {
    return panel.bus.events().stream()
        .filter(Event.Operated.class::isInstance)
        .map(event -> ((Event.Operated) event).action())
        .toList();
  }

  /** Nothing was refused by the policy, and no script failed. A refused order is logged as such. */
  private void assertWell() {
    assertThat(tab.complaints).noneMatch(each -> !each.contains("the server responded with"));
  }
}
