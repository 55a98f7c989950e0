package aether.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import aether.testkit.Http;
import aether.testkit.Jvm;
import aether.testkit.browser.Browser;
import aether.testkit.browser.RequiresBrowser;
import aether.testkit.browser.Tab;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** {@code aether demo --tour} as a process, and what its Stargazer shows. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TourTest {
  private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+/");
  private static final List<String> said = new ArrayList<>();

  @TempDir private static Path home;
  private static Process tour;
  private static URI stargazer;

  @BeforeAll
  static void take_the_tour() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(Jvm.command("aether.cli.Aether", "demo", "--tour"))
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("HOME", home.toString());
    tour = builder.start();
    BufferedReader out = tour.inputReader();
    String line = out.readLine();
    while (line != null && !line.startsWith("tour: ")) {
      said.add(line);
      line = out.readLine();
    }
    said.add(String.valueOf(line));
    Matcher address = ADDRESS.matcher(String.join("\n", said));
    assertThat(address.find()).as("%s", said).isTrue();
    stargazer = URI.create(address.group());
  }

  @AfterAll
  static void leave() {
    tour.destroyForcibly();
  }

  @Test
  @Order(1)
  void the_last_line_counts_the_scenarios_that_showed_what_they_promise() {
    assertThat(said.getLast())
        .as("%s", said)
        .isEqualTo("tour: 13 of 13 scenarios showed what they promise");
  }

  @Test
  @Order(1)
  void every_scenario_can_be_looked_at() {
    assertThat(words("/api/extinction", "reason"))
        .contains(
            "horizon",
            "rate",
            "dedup",
            "ack_suppressed",
            "malformed_output",
            "recipient_offline",
            "budget",
            "turn_failed",
            "operator_kill");
    assertThat(words("/api/operator_log", "action"))
        .contains("pause", "resume", "terminate", "retry_dead", "grant_budget");
    assertThat(words("/api/bodies", "id"))
        .contains("backend", "billing", "docs", "frontend", "mobile");
    JsonNode talks = json("/api/conversations?limit=100");
    assertThat(talks.path("states").propertyNames()).contains("at_rest", "ended");
    assertThat(json("/api/timeline").toString()).contains("\"broadcast\"");
    assertThat(words("/api/turns", "project")).contains("backend", "docs", "billing");
  }

  @Test
  @Order(3)
  void told_to_end_it_ends() throws InterruptedException {
    tour.destroy();
    assertThat(tour.waitFor(20, TimeUnit.SECONDS)).isTrue();
  }

  /** The pictures of the documents; {@code scripts/pictures} takes them from here. */
  @Test
  @Order(2)
  @RequiresBrowser
  void every_view_is_shown_in_both_themes() {
    String loop = talk("horizon");
    try (Browser browser = Browser.start();
        Tab tab = browser.tab(1440, 900)) {
      for (String theme : List.of("dark", "light")) {
        tab.prefers("prefers-color-scheme", theme);
        shoot(tab, "", "document.querySelector('.legend')", "sky-" + theme);
        shoot(tab, "?view=conversations", "document.querySelector('.talks li')", "talks-" + theme);
        shoot(tab, "?c=" + loop, "document.querySelector('.stopline')", "horizon-" + theme);
        shoot(
            tab,
            "?view=telescope",
            "document.querySelectorAll('.scope[data-running=yes] .tools li').length > 1",
            "telescope-" + theme);
        shoot(tab, "?view=extinctions", "document.querySelector('.stops li')", "stops-" + theme);
      }
      assertThat(tab.complaints).isEmpty();
    }
  }

  /** The first conversation that was stopped for {@code reason}. */
  private static String talk(String reason) {
    return json("/api/conversations?reason=" + reason)
        .path("items")
        .path(0)
        .path("conversation_id")
        .stringValue();
  }

  private static void shoot(Tab tab, String view, String ready, String name) {
    tab.open(stargazer.resolve("/" + view).toString(), ready);
    tab.run("new Promise(done => setTimeout(done, 1200))");
    tab.shoot(Path.of("target", "screenshots", "tour-" + name + ".png"));
  }

  private static TreeSet<String> words(String path, String field) {
    return json(path)
        .valueStream()
        .map(each -> each.path(field).asString(""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static JsonNode json(String path) {
    return new Http(stargazer).get(path).json();
  }
}
