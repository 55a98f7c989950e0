package aether.stargazer;

import aether.event.EventCodec;
import aether.message.Intent;
import aether.redis.RedisObserver;
import aether.testkit.Http;
import aether.testkit.RedisServer;
import aether.testkit.browser.Browser;
import aether.testkit.browser.Tab;
import aether.web.Listening;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;

/** {@code scripts/bench-sky}: what Stargazer bears, each figure beside its limit. */
final class SkyBench {
  private static final int CLIENTS = 1000;
  private static final int NEWCOMERS = 11;
  private static final int EVENTS = 200;

  /** The usual limits, and room for those who come when all the others are there. */
  private static final HubLimits ROOM =
      new HubLimits(
          HubLimits.USUAL.backlog(),
          HubLimits.USUAL.waiting(),
          CLIENTS + NEWCOMERS,
          HubLimits.USUAL.silence());

  private static final byte[] MARK = "data: ".getBytes(StandardCharsets.UTF_8);

  private SkyBench() {}

  /** Runs all of it and prints a line for each. */
  public static void main(String... args) throws Exception {
    try (RedisServer.Private redis = RedisServer.Private.start();
        RedisObserver observer = RedisObserver.connect(redis.address());
        Stargazer stargazer =
            Stargazer.start(Stagehand.source(observer), Door.LOOPBACK, ROOM, Listening.here(0))) {
      fanOut(redis, stargazer);
      fill(redis, 100_000);
      answers(stargazer);
      if (Browser.binary().isPresent()) {
        page(stargazer);
      }
    }
  }

  private static void tell(String what, double value, String unit, double limit) {
    System.out.printf(Locale.ROOT, "%-52s %10.1f %-8s (limit %.0f)%n", what, value, unit, limit);
  }

  private static void fanOut(RedisServer.Private redis, Stargazer stargazer) throws Exception {
    long threads = platformThreads();
    long before = heap();
    AtomicIntegerArray heard = new AtomicIntegerArray(EVENTS);
    AtomicLongArray lastAt = new AtomicLongArray(EVENTS);
    try (Selector selector = Selector.open()) {
      List<SocketChannel> clients = connect(stargazer, selector);
      Thread listener = Thread.ofPlatform().daemon().start(() -> listen(selector, heard, lastAt));
      Thread.sleep(1500);
      tell("heap per SSE client", (heap() - before) / 1024.0 / CLIENTS, "KiB", 20);
      tell("platform threads per 1,000 clients", platformThreads() - threads - 1.0, "", 0);
      long[] latencies = new long[EVENTS];
      long[] sent = new long[EVENTS];
      for (int i = 0; i < EVENTS; i++) {
        sent[i] = System.nanoTime();
        add(redis, "bench", "e" + i);
        Thread.sleep(100);
      }
      Thread.sleep(2000);
      for (int i = 0; i < EVENTS; i++) {
        if (heard.get(i) != CLIENTS) {
          throw new IllegalStateException("event " + i + " came to " + heard.get(i) + " clients");
        }
        latencies[i] = lastAt.get(i) - sent[i];
      }
      Arrays.sort(latencies);
      tell("XADD to the last of 1,000 clients, p50", latencies[EVENTS / 2] / 1e6, "ms", 150);
      tell("XADD to the last of 1,000 clients, p99", latencies[EVENTS * 99 / 100] / 1e6, "ms", 150);
      tell("backlog of a new client behind 1,000", newcomer(stargazer), "ms", 100);
      listener.interrupt();
      for (SocketChannel client : clients) {
        client.close();
      }
    }
  }

  /** Milliseconds until a new client has the first event of those before it came, in the median. */
  private static double newcomer(Stargazer stargazer) throws IOException {
    double[] millis = new double[NEWCOMERS];
    for (int i = 0; i < millis.length; i++) {
      long began = System.nanoTime();
      try (SseClient client = SseClient.open(stargazer.address(), "/stream", Map.of())) {
        client.next();
      }
      millis[i] = (System.nanoTime() - began) / 1e6;
    }
    Arrays.sort(millis);
    return millis[millis.length / 2];
  }

  private static List<SocketChannel> connect(Stargazer stargazer, Selector selector)
      throws IOException {
    String host = stargazer.address().getAuthority();
    byte[] request =
        ("GET /stream HTTP/1.1\r\nHost: " + host + "\r\n\r\n").getBytes(StandardCharsets.UTF_8);
    List<SocketChannel> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      SocketChannel client =
          SocketChannel.open(new InetSocketAddress("127.0.0.1", stargazer.address().getPort()));
      client.write(ByteBuffer.wrap(request));
      client.configureBlocking(false);
      client.register(selector, SelectionKey.OP_READ, new int[] {0, 0});
      clients.add(client);
    }
    return clients;
  }

  /** Counts "data: " in what each client gets: the n-th is event n. */
  private static void listen(Selector selector, AtomicIntegerArray heard, AtomicLongArray last) {
    ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    try {
      while (!Thread.currentThread().isInterrupted()) {
        selector.select();
        long now = System.nanoTime();
        for (SelectionKey key : selector.selectedKeys()) {
          int[] state = (int[]) key.attachment();
          buffer.clear();
          int size = ((SocketChannel) key.channel()).read(buffer);
          for (int i = 0; i < size; i++) {
            state[1] = buffer.get(i) == MARK[state[1]] ? state[1] + 1 : 0;
            if (state[1] == MARK.length) {
              state[1] = 0;
              heard.incrementAndGet(state[0]);
              last.set(state[0]++, now);
            }
          }
        }
        selector.selectedKeys().clear();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void fill(RedisServer.Private redis, int events) throws IOException {
    Traffic traffic = new Traffic(Instant.now().minusSeconds(86_400));
    for (int i = 0; i < events; i++) {
      String conversation = i < 2000 ? "long-one" : "talk-" + i / 12;
      String from = "body_" + (i * 7919L) % 200;
      String to = "body_" + (i * 104_729L + 1) % 200;
      traffic.say(conversation, from, to, Intent.ASK, "What is number " + i + "?", i % 8);
    }
    try (var pipe = new RedisPipe(redis.address())) {
      traffic.events().forEach(event -> pipe.add(EventCodec.encode(event)));
    }
  }

  private static void answers(Stargazer stargazer) {
    Http http = new Http(stargazer.address());
    long began = System.nanoTime();
    http.get("/api/health");
    tell("100,000 events read in", (System.nanoTime() - began) / 1e6, "ms", 10_000);
    for (String path :
        List.of(
            "/api/conversations/long-one",
            "/api/conversations",
            "/api/bodies",
            "/api/history",
            "/api/search?q=99999")) {
      double best = Double.MAX_VALUE;
      for (int i = 0; i < 8; i++) {
        long asked = System.nanoTime();
        http.get(path);
        best = Math.min(best, (System.nanoTime() - asked) / 1e6);
      }
      tell("GET " + path, best, "ms", path.contains("search") ? 1000 : 100);
    }
  }

  private static void page(Stargazer stargazer) {
    try (Browser browser = Browser.start();
        Tab tab = browser.tab(1440, 900)) {
      tab.open(
          stargazer.address().toString(), "document.querySelector('main[data-ready=yes] canvas')");
      double painted =
          tab.run("performance.getEntriesByName('first-contentful-paint')[0].startTime")
              .doubleValue();
      tell("100,000 events, 200 Bodies: first paint", painted, "ms", 1000);
      double fps =
          tab.run(
                  "new Promise(done => { const bar = document.querySelector('.track input');"
                      + " let frames = 0; const began = performance.now(); const step = () => {"
                      + " frames++; const p = (performance.now() - began) / 4000;"
                      + " bar.value = String(Number(bar.min) + p * (bar.max - bar.min));"
                      + " bar.dispatchEvent(new Event('input', {bubbles: true}));"
                      + " if (p < 1) requestAnimationFrame(step);"
                      + " else done(frames / 4); }; step(); })")
              .doubleValue();
      tell("100,000 events, 200 Bodies: scrubbing", fps, "frames/s", 50);
      double frame =
          tab.run(
                  "import('/assets/map.js').then(m => { const began = performance.now();"
                      + " for (let i = 0; i < 100; i++) m.draw(i * 16);"
                      + " return (performance.now() - began) / 100; })")
              .doubleValue();
      tell("the script's part of one frame of the sky", frame, "ms", 20);
      tab.open(
          stargazer.address() + "?view=conversations",
          "document.querySelector('main[data-ready=yes] .talks')");
      double filtering =
          tab.run(
                  "new Promise(done => { const field = document.querySelector('#filter');"
                      + " let frames = 0, typed = 0; const began = performance.now();"
                      + " const step = () => { frames++; const time = performance.now() - began;"
                      + " if (time > typed * 250) { field.value = String(90000 + ++typed);"
                      + " field.dispatchEvent(new Event('change', {bubbles: true})); }"
                      + " if (time < 4000) requestAnimationFrame(step);"
                      + " else done(frames / 4); }; step(); })")
              .doubleValue();
      tell("100,000 events: filtering, four words a second", filtering, "frames/s", 50);
    }
  }

  private static void add(RedisServer.Private redis, String conversation, String text) {
    Traffic traffic = new Traffic(Instant.now());
    traffic.say(conversation, "alpha", "beta", Intent.ASK, text, 0);
    redis.call(
        "XADD", "aether:events", "*", "data", EventCodec.encode(traffic.events().getFirst()));
  }

  private static long heap() {
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long platformThreads() {
    return ManagementFactory.getThreadMXBean().getThreadCount();
  }
}
