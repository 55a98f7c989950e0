package aether.stargazer;

import static org.assertj.core.api.Assertions.assertThat;

import aether.config.Account;
import aether.event.EventCodec;
import aether.message.Intent;
import aether.redis.RedisObserver;
import aether.testkit.RedisServer;
import aether.testkit.browser.Browser;
import aether.testkit.browser.RequiresBrowser;
import aether.testkit.browser.Tab;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page outlives the bus and the server, and has every event once. */
@RequiresBrowser
class ReconnectTest {
  private static final String COUNT = "import('/assets/store.js').then(s => s.sky.t.length)";

  private static Browser browser;

  @BeforeAll
  static void open() {
    browser = Browser.start();
  }

  @AfterAll
  static void shut() {
    browser.close();
  }

  @Test
  void the_page_says_that_the_bus_is_away_and_heals_when_it_is_back() {
    try (RedisServer.Private redis = RedisServer.Private.start();
        RedisObserver observer = RedisObserver.connect(redis.as(new Account.Stargazer()));
        Stargazer stargazer = Stagehand.serve(observer, 0);
        Tab tab = browser.tab(1280, 800)) {
      tell(redis, 1, 20);
      tab.open(stargazer.address().toString(), "document.querySelector('canvas.sky')");
      redis.kill9();
      tab.await("document.querySelector('.status').dataset.state === 'away'");
      tab.await("document.querySelector('.banner').innerText.includes('heals')");
      redis.restart();
      tell(redis, 21, 30);
      tab.await("document.querySelector('.status').dataset.state === 'live'");
      awaitEach(tab, 30);
    }
  }

  @Test
  void a_server_that_is_started_again_is_followed_without_gap_or_repeat() {
    try (RedisServer.Private redis = RedisServer.Private.start();
        RedisObserver observer = RedisObserver.connect(redis.as(new Account.Stargazer()));
        Tab tab = browser.tab(1280, 800)) {
      tell(redis, 1, 20);
      Stargazer first = Stagehand.serve(observer, 0);
      int port = first.address().getPort();
      tab.open(first.address().toString(), "document.querySelector('canvas.sky')");
      tell(redis, 21, 25);
      awaitEach(tab, 25);
      first.close();
      tab.await("document.querySelector('.status').dataset.state === 'lost'");
      tell(redis, 26, 40);
      try (Stargazer second = Stagehand.serve(observer, port)) {
        tab.await("document.querySelector('.status').dataset.state === 'live'");
        tell(redis, 41, 45);
        awaitEach(tab, 45);
        assertThat(second.address().getPort()).isEqualTo(port);
      }
    }
  }

  private static void awaitEach(Tab tab, int last) {
    long limit = System.nanoTime() + 20_000_000_000L;
    while (tab.run(COUNT).intValue() < last && System.nanoTime() < limit) {
      tab.run("new Promise(done => setTimeout(done, 50))");
    }
    String seen =
        tab.run("import('/assets/store.js').then(s => s.sky.c.map(at => s.text(at)).join(' '))")
            .stringValue();
    StringBuilder wanted = new StringBuilder();
    for (int i = 1; i <= last; i++) {
      wanted.append(i == 1 ? "" : " ").append("talk-").append(i);
    }
    assertThat(seen).isEqualTo(wanted.toString());
  }

  private static void tell(RedisServer.Private redis, int first, int last) {
    for (int i = first; i <= last; i++) {
      Traffic traffic = new Traffic(Instant.now());
      traffic.say("talk-" + i, "alpha", "beta", Intent.ASK, "number " + i, 0);
      redis.call(
          "XADD", "aether:events", "*", "data", EventCodec.encode(traffic.events().getFirst()));
    }
  }
}
