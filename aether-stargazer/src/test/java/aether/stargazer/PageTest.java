package aether.stargazer;

import static org.assertj.core.api.Assertions.assertThat;

import aether.testkit.browser.Hostile;
import aether.testkit.browser.RequiresBrowser;
import aether.wire.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The page in a real browser, over a bus that lets Stargazer read and nothing else. */
@RequiresBrowser
class PageTest extends OnThePage {
  @Test
  void a_message_is_seen_within_a_second() {
    visit("/?view=conversations");
    long began = System.nanoTime();
    redis.call("XADD", "aether:events", "*", "data", message("seen-at-once", "hello there"));
    tab.await("document.body.innerText.includes('hello there')");
    long millis = (System.nanoTime() - began) / 1_000_000;
    System.out.println("XADD to the page: " + millis + " ms (limit 1000 ms)");
    assertThat(millis).isLessThan(1000);
  }

  @Test
  void a_comet_and_an_edge_show_the_envelope_the_rate_and_the_cost_beside_the_sky() {
    String id =
        String.valueOf(
            redis.call(
                "XADD", "aether:events", "*", "data", message("a~comet", "what flies here")));
    visit("/?comet=" + id.substring(0, id.indexOf('-')) + "~0~a~comet");
    tab.await("document.querySelector('.panel pre')");
    String panel = tab.run("document.querySelector('.panel').innerText").stringValue();
    assertThat(panel)
        .contains("storefront → payments", "what flies here", "Per minute", "$0.00")
        .contains("\"conversation_id\": \"a~comet\"", "message_id", "0/8");
    tab.press("Escape");
    tab.await("!document.querySelector('.panel')");
    visit("/?star=payments");
    tab.await("document.querySelector('.panel pre')");
    assertThat(tab.run("document.querySelector('.panel pre').innerText").stringValue())
        .contains("message_id", "payments");
    visit("/?edge=payments~storefront");
    tab.await("document.querySelector('.panel .facts')");
    assertThat(tab.run("document.querySelector('.panel').innerText").stringValue())
        .contains("Per minute", "Cost", "$");
  }

  @Test
  void what_is_looked_at_stands_in_the_address_and_comes_back_with_it() {
    visit("/?as=table&sort=id&speed=30");
    tab.await("document.querySelector('th[aria-sort=ascending]')?.innerText.startsWith('Body')");
    tab.await("document.querySelector('.speed select').value === '30'");
    tab.run(
        "const s = document.querySelector('.speed select'); s.value = '60'; s.dispatchEvent(new"
            + " Event('change'))");
    tab.await("location.search.includes('speed=60')");
    visit("/?view=conversations&within=lastHour");
    tab.await("[...document.querySelectorAll('select')].some((s) => s.value === 'lastHour')");
  }

  @Test
  void d19_no_text_of_the_bus_becomes_part_of_the_page() {
    for (String payload : Hostile.PAYLOADS) {
      Hostile.records(payload)
          .forEach(data -> redis.call("XADD", "aether:events", "*", "data", data));
      redis.call("HSET", "aether:registry", "b" + payload.hashCode(), hostileBody(payload));
      redis.call("HSET", "aether:registry", payload, hostileBody(payload));
    }
    VIEWS.forEach(this::visitHostile);
    for (String payload : Hostile.PAYLOADS) {
      String text = URLEncoder.encode(payload, StandardCharsets.UTF_8);
      visitHostile("/?c=" + text);
      visitHostile("/?star=" + text);
      visitHostile("/?view=extinctions&reason=" + text + "&body=" + text);
      visitHostile("/?view=conversations&state=" + text + "&edge=" + text + "&at=" + text);
    }
    // What is said, done and stopped in the conversation that all kinds of records share.
    visitHostile("/?c=44444444-4444-4444-8444-000000000001");
    assertThat(tab.run("document.body.innerText").stringValue()).contains("onerror");
    visitHostile("/?view=conversations&q=onerror");
    tab.press("k", 2);
    tab.await("document.querySelector('dialog.palette[open]')");
    tab.type("onerror");
    tab.await("document.querySelectorAll('.palette li').length > 2");
    assertHarmless("the palette");
  }

  private void visitHostile(String view) {
    tab.open(stargazer.address().resolve(view).toString(), "document.querySelector('main')");
    tab.await(READY);
    assertHarmless(view);
  }

  private void assertHarmless(String where) {
    JsonNode found =
        tab.run(
            "({pwned: window.pwned ?? 0, nodes:"
                + " [...document.querySelectorAll('[data-pwned],img,iframe,object,embed,base,math,"
                + "[onerror],[onload],[onfocus],[ontoggle],[autofocus]')].map(n => n.outerHTML),"
                + " scripts: document.scripts.length,"
                + " links: [...document.querySelectorAll('a[href]')].map(a => a.protocol)"
                + ".filter(p => !p.startsWith('http'))})");
    assertThat(found.path("pwned").intValue()).as(where).isZero();
    assertThat(found.path("nodes")).as(where).isEmpty();
    assertThat(found.path("scripts").intValue()).as(where).isEqualTo(1);
    assertThat(found.path("links")).as(where).isEmpty();
    assertThat(tab.complaints.stream().filter(said -> !said.contains(" 404 ")).toList())
        .as(where)
        .noneMatch(said -> said.contains("dialog") || said.contains("policy"));
  }

  @Test
  void everything_can_be_done_from_the_keyboard() {
    visit("/");
    tab.press("Tab");
    assertThat(focused()).contains("Skip");
    walkTo("Conversations");
    tab.press("Enter");
    tab.await("document.querySelector('.talks li')");
    tab.press("/");
    tab.await("document.activeElement.id === 'filter'");
    tab.type("partial");
    tab.await("document.querySelectorAll('.talks li').length === 1");
    walkTo("refund is partial");
    tab.press("Enter");
    tab.await("document.querySelector('.hop')");
    walkTo("Copy link");
    tab.press("Escape");
    tab.await("!document.querySelector('.hop')");
    tab.press("4");
    tab.await("document.querySelector('.stops li')");
    walkTo("horizon");
    tab.press("Enter");
    tab.await("location.search.includes('reason=horizon')");
    tab.press("k", 2);
    tab.await("document.activeElement.id === 'palette-field'");
    tab.type("warehouse");
    tab.await("document.querySelector('[aria-selected=true]')?.innerText.includes('warehouse')");
    tab.press("Enter");
    tab.await("document.querySelector('.panel h2')?.innerText === 'warehouse'");
    tab.press("Escape");
    tab.await("!document.querySelector('.panel')");
    tab.press("?");
    tab.await("document.querySelector('dialog.keys[open]')");
    tab.press("Escape");
    tab.await("!document.querySelector('dialog[open]')");
    walkTo("Table");
    tab.press("Enter");
    walkTo("Cost today");
    tab.press("Enter");
    tab.await("document.querySelector('th[aria-sort=descending]').innerText.startsWith('Cost')");
    tab.await("location.search.includes('sort=-cost_today_usd')");
    tab.run("document.querySelector('.track input').focus()");
    tab.press("ArrowLeft");
    tab.press("ArrowLeft");
    tab.await("document.querySelector('.status').dataset.state === 'replay'");
    walkTo("Go live");
    tab.press("Enter");
    tab.await("document.querySelector('.status').dataset.state === 'live'");
    assertThat(tab.complaints).isEmpty();
  }

  /** Presses Tab until what has the focus says {@code words}; whatever has it can be seen to. */
  private void walkTo(String words) {
    for (int i = 0; i < 120; i++) {
      tab.press("Tab");
      if (focused().contains(words)) {
        assertThat(tab.run("getComputedStyle(document.activeElement).outlineStyle").stringValue())
            .isNotEqualTo("none");
        return;
      }
    }
    throw new AssertionError("Tab never comes to '" + words + "'; it is at " + focused());
  }

  /** What has the focus, in its own words: a region that scrolls is not what is in it. */
  private String focused() {
    return tab.run(
            "(focus => focus === document.body || focus.getAttribute('role') === 'region' ? '-'"
                + " : (focus.innerText ?? '') + ' ' + (focus.getAttribute('aria-label') ?? ''))"
                + "(document.activeElement)")
        .stringValue();
  }

  @Test
  void what_is_looked_at_stands_in_the_address() {
    visit("/?view=extinctions&reason=horizon");
    assertThat(tab.run("document.querySelectorAll('.stops li').length").intValue()).isEqualTo(1);
    tab.run("document.querySelector('.stops .which a').click()");
    tab.await("location.search.includes('c=" + Scenes.LOOP + "')");
    tab.await("document.querySelector('.hop')");
    tab.run("history.back()");
    tab.await("location.search === '?view=extinctions&reason=horizon'");
    tab.await("document.querySelectorAll('.stops li').length === 1");
  }

  @Test
  void words_that_were_typed_before_leaving_a_view_do_not_follow() {
    visit("/?view=conversations");
    tab.await("document.getElementById('filter')");
    tab.run(
        "(() => { const field = document.getElementById('filter'); field.value = 'late';"
            + " field.dispatchEvent(new Event('input'));"
            + " document.querySelector('nav a[href*=\"view=telescope\"]').click(); })()");
    tab.await("location.search.includes('view=telescope')");
    assertThat(
            tab.run("new Promise(done => setTimeout(() => done(location.search), 400))")
                .stringValue())
        .doesNotContain("late");
  }

  @Test
  void the_past_can_be_looked_at() {
    long before = Instant.now().minusSeconds(600).toEpochMilli();
    visit("/?view=conversations&at=" + before);
    tab.await("document.querySelector('.status').dataset.state === 'replay'");
    tab.await("document.querySelectorAll('.talks li').length > 2");
    int then = tab.run("document.querySelectorAll('.talks li').length").intValue();
    tab.run("document.querySelector('.golive').click()");
    tab.await("document.querySelectorAll('.talks li').length > " + then);
  }

  @Test
  void redis_is_never_written_to_by_anything_the_page_does() {
    redis.call("CONFIG", "RESETSTAT");
    redis.call("ACL", "LOG", "RESET");
    VIEWS.forEach(this::visit);
    tab.press("k", 2);
    tab.await("document.querySelector('dialog.palette[open]')");
    tab.type("refund");
    tab.await("document.querySelectorAll('.palette li').length > 0");
    for (String path : List.of("/metrics", "/api/export/" + Scenes.REFUND, "/api/recent")) {
      assertThat(tab.run("fetch('" + path + "').then(a => a.status)").intValue()).isEqualTo(200);
    }
    List<String> commands =
        Pattern.compile("cmdstat_([a-z|]+):")
            .matcher(String.valueOf(redis.call("INFO", "commandstats")))
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(commands).contains("xrange", "hgetall", "mget").noneMatch(PageTest::writes);
    assertThat(tab.complaints).isEmpty();
  }

  private static boolean writes(String command) {
    return String.valueOf(redis.call("COMMAND", "INFO", command.replaceFirst("\\|.*", "")))
        .matches("(?s).*\\bwrite\\b.*");
  }

  @Test
  void the_reduced_motion_of_the_user_is_heeded() {
    tab.prefers("prefers-reduced-motion", "reduce");
    visit("/");
    assertThat(
            tab.run("[...document.getAnimations()].filter(a => a.playState === 'running').length")
                .intValue())
        .isZero();
    tab.shoot(Path.of("target", "screenshots", "sky-still.png"));
  }

  private static String message(String conversation, String text) {
    Traffic traffic = new Traffic(Instant.now());
    traffic.say(conversation, "storefront", "payments", aether.message.Intent.ASK, text, 0);
    return aether.event.EventCodec.encode(traffic.events().getFirst());
  }

  private static String hostileBody(String payload) {
    var entry = Json.object().put("description", payload);
    entry.putArray("capabilities").add(payload);
    return Json.write(entry.put("inbox", payload).putNull("working_dir"));
  }
}
