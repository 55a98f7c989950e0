package aether.stargazer;

import aether.redis.RedisObserver;
import aether.testkit.RedisServer;
import aether.testkit.browser.Browser;
import aether.testkit.browser.Tab;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A day of traffic, and a browser before it, over a bus that lets Stargazer read and nothing else.
 */
abstract class OnThePage {
  static final List<String> VIEWS =
      List.of(
          "/",
          "/?as=table",
          "/?star=orders_api",
          "/?edge=orders_api~payments",
          "/?view=conversations",
          "/?c=" + Scenes.REFUND,
          "/?c=" + Scenes.LOOP,
          "/?view=telescope",
          "/?view=extinctions");

  static final String READY =
      "document.querySelector('main[data-ready=yes]')"
          + " && !document.querySelector('[aria-busy=true]')";

  @RegisterExtension static final RedisServer redis = RedisServer.start();

  private static Browser browser;

  private final Stagehand hand = new Stagehand(redis);
  private RedisObserver observer;
  Stargazer stargazer;
  Tab tab;

  @BeforeAll
  static void open() {
    browser = Browser.start();
  }

  @AfterAll
  static void shut() {
    browser.close();
  }

  @BeforeEach
  void begin() {
    Instant now = Instant.now();
    hand.bodies(now);
    hand.tell(Traffic.day(now));
    observer = RedisObserver.connect(Stagehand.reader(redis));
    stargazer = Stagehand.serve(observer, 0);
    tab = browser.tab(1280, 860);
  }

  @AfterEach
  void end() {
    tab.close();
    stargazer.close();
    observer.close();
  }

  final void visit(String view) {
    tab.open(stargazer.address().resolve(view).toString(), "document.querySelector('main')");
    tab.await(READY);
  }
}
