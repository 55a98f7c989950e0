package aether.stargazer;

import static org.assertj.core.api.Assertions.assertThat;

import aether.config.Account;
import aether.redis.RedisObserver;
import aether.testkit.RedisServer;
import aether.testkit.browser.Browser;
import aether.testkit.browser.RequiresBrowser;
import aether.testkit.browser.Tab;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every view, in both themes, from a telephone to a wall: pictures under target/screenshots. */
@RequiresBrowser
class LooksTest {
  private static final Path SHOTS = Path.of("target", "screenshots");

  @RegisterExtension static final RedisServer redis = RedisServer.start();

  private static Browser browser;
  private RedisObserver observer;
  private Stargazer stargazer;

  @BeforeAll
  static void open() {
    browser = Browser.start();
  }

  @AfterAll
  static void shut() {
    browser.close();
  }

  @BeforeEach
  void fill() {
    Instant now = Instant.now();
    Stagehand hand = new Stagehand(redis);
    hand.bodies(now);
    hand.tell(Traffic.day(now));
    observer = RedisObserver.connect(redis.as(new Account.Stargazer()));
    stargazer = Stagehand.serve(observer, 0);
  }

  @AfterEach
  void empty() {
    stargazer.close();
    observer.close();
  }

  @Test
  void every_view_is_shown_without_a_complaint() {
    try (Tab tab = browser.tab(1440, 900)) {
      for (String theme : new String[] {"dark", "light"}) {
        tab.prefers("prefers-color-scheme", theme);
        shoot(tab, "sky", "/", ".legend", theme);
        shoot(tab, "star", "/?star=orders_api", ".panel .brief li", theme);
        shoot(tab, "table", "/?as=table", "tbody tr", theme);
        shoot(tab, "conversations", "/?view=conversations", ".talks li", theme);
        shoot(tab, "conversation", "/?c=" + Scenes.REFUND, ".hop", theme);
        shoot(tab, "horizon", "/?c=" + Scenes.LOOP, ".stopline", theme);
        shoot(tab, "telescope", "/?view=telescope", ".scope", theme);
        shoot(tab, "extinctions", "/?view=extinctions", ".stops li", theme);
      }
      assertThat(tab.complaints).isEmpty();
    }
  }

  @Test
  void it_fits_a_telephone_and_a_wall() {
    try (Tab tab = browser.tab(360, 740)) {
      tab.prefers("prefers-color-scheme", "dark");
      for (String view :
          new String[] {
            "/",
            "/?view=conversations",
            "/?c=" + Scenes.REFUND,
            "/?view=telescope",
            "/?view=extinctions",
            "/?star=orders_api"
          }) {
        tab.open(
            stargazer.address().resolve(view).toString(),
            "document.querySelector('main[data-ready=yes]')");
        tab.await("!document.querySelector('.plate[aria-busy]')");
        assertThat(tab.run("document.documentElement.scrollWidth").intValue())
            .as(view)
            .isLessThanOrEqualTo(360);
        tab.shoot(SHOTS.resolve("phone" + view.replaceAll("[^a-z]+", "-") + ".png"));
      }
      tab.size(3840, 2160);
      shoot(tab, "wall", "/", ".legend", "dark");
      assertThat(
              tab.run("document.querySelector('.bar').getBoundingClientRect().height").intValue())
          .as("readable from where one sits")
          .isGreaterThan(80);
      shoot(tab, "wall-conversation", "/?c=" + Scenes.REFUND, ".hop", "dark");
      shoot(tab, "wall-extinctions", "/?view=extinctions", ".stops li", "dark");
      shoot(tab, "wall-star", "/?star=orders_api", ".panel .brief li", "dark");
      assertThat(tab.run("document.documentElement.scrollWidth").intValue()).isEqualTo(3840);
      assertThat(tab.complaints).isEmpty();
    }
  }

  private void shoot(Tab tab, String name, String view, String shown, String theme) {
    tab.open(
        stargazer.address().resolve(view).toString(),
        "document.querySelector('" + shown + "') && document.documentElement.dataset.theme");
    if (name.equals("sky") || name.equals("wall")) {
      new Stagehand(redis).tell(Traffic.flight(Instant.now()));
    }
    tab.run("new Promise(done => setTimeout(done, 350))");
    tab.shoot(SHOTS.resolve(name + "-" + theme + ".png"));
  }
}
