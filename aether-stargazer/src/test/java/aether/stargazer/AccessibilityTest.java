package aether.stargazer;

import static org.assertj.core.api.Assertions.assertThat;

import aether.testkit.browser.RequiresBrowser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Each view as axe sees it, in both themes and both languages. */
@RequiresBrowser
class AccessibilityTest extends OnThePage {
  private static String axe = "";

  @BeforeAll
  static void load_axe() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(AccessibilityTest.class.getResourceAsStream("/axe.min.js"))) {
      axe = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dark", "light"})
  void axe_finds_nothing_in_any_view(String theme) {
    tab.prefers("prefers-color-scheme", theme);
    for (String view : VIEWS) {
      visit(view);
      assertAccessible(view);
    }
    tab.press("k", 2);
    tab.await("document.querySelectorAll('.palette li').length > 2");
    assertAccessible("the palette");
    assertThat(tab.complaints).isEmpty();
  }

  @Test
  void axe_finds_nothing_in_chinese_on_a_telephone() {
    tab.size(360, 740);
    visit("/");
    tab.run("document.querySelector('.lang').click()");
    for (String view : VIEWS) {
      visit(view);
      assertAccessible(view);
      assertThat(tab.run("document.documentElement.lang").stringValue()).isEqualTo("zh-Hant");
    }
    tab.run("document.querySelector('.lang').click()");
  }

  private void assertAccessible(String view) {
    tab.run(axe + "; 0");
    JsonNode found =
        tab.run(
            "axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map(v =>"
                + " v.id + ': ' + v.nodes.map(n => n.html.slice(0, 120) + ' '"
                + " + n.failureSummary).join(' | ')))");
    assertThat(found).as(view).isEmpty();
  }
}
