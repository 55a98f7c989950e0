package aether.stargazer;

import aether.bus.BusException;
import aether.message.ProjectId;
import aether.view.Glimpse;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What a Prometheus server may ask for. All of it is counted from what the mirror holds. */
final class Telemetry {
  private final Archive archive;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final MultiGauge stops;
  private final MultiGauge costs;
  private final MultiGauge turns;
  private final MultiGauge waiting;
  private final MultiGauge queues;
  private final Supplier<Map<ProjectId, Long>> inboxes;
  private volatile Map<Glimpse.Kind, Long> kinds = Map.of();

  /**
   * @param inboxes how many messages each inbox holds; empty where nobody may look
   */
  Telemetry(
      Archive archive,
      EventHub hub,
      Tail tail,
      Supplier<Map<ProjectId, Long>> inboxes,
      InstantSource clock) {
    this.archive = archive;
    this.inboxes = inboxes;
    gauge("aether_mirror_messages", "Messages in the mirror", () -> kind(Glimpse.Kind.MESSAGE));
    gauge("aether_mirror_unknown", "Records nobody can read", () -> kind(Glimpse.Kind.UNKNOWN));
    gauge("aether_stargazer_sse_clients", "Clients that watch", hub::clients);
    gauge("aether_stargazer_sse_skipped", "Events slow clients did not get", hub::skipped);
    gauge("aether_bus_up", "1 while the bus answers", () -> tail.trouble().isEmpty() ? 1 : 0);
    gauge(
        "aether_stargazer_lag_seconds", "Age of the newest record that was read", () -> lag(clock));
    stops = many("aether_mirror_extinctions", "Messages stopped or deferred, by reason");
    costs = many("aether_mirror_cost_usd", "US dollars of turns, by Body");
    turns = many("aether_mirror_turns", "Turns done, by Body");
    queues = many("aether_queue_depth", "Messages in the inbox of a Body, begun or not");
    waiting =
        many("aether_mirror_unbegun", "Messages sent to a Body that it has not begun or stopped");
  }

  /** The metrics in the text format. */
  String scrape() {
    register(queues, "body", lengths());
    Map<Glimpse.Kind, Long> counts = new HashMap<>();
    Map<String, BigDecimal> spent = new TreeMap<>();
    Map<String, Long> done = new TreeMap<>();
    Map<String, Long> stopped = new TreeMap<>();
    Unbegun unbegun = new Unbegun();
    for (Entry entry : archive.all(_ -> true)) {
      Glimpse seen = entry.glimpse();
      counts.merge(seen.kind(), 1L, Long::sum);
      unbegun.add(seen);
      switch (seen.kind()) {
        case DONE -> {
          spent.merge(seen.leg().from(), seen.cost(), BigDecimal::add);
          done.merge(seen.leg().from(), 1L, Long::sum);
        }
        case STOPPED, DEFERRED -> stopped.merge(seen.detail(), 1L, Long::sum);
        case MESSAGE, STARTED, STEP, ACTION, UNKNOWN -> {}
      }
    }
    kinds = Map.copyOf(counts);
    register(stops, "reason", stopped);
    register(costs, "body", spent);
    register(turns, "body", done);
    register(waiting, "body", unbegun.depths());
    return registry.scrape();
  }

  /** A bus that is away is itself a figure: what is known of it is told all the same. */
  private Map<String, Long> lengths() {
    Map<String, Long> lengths = new TreeMap<>();
    try {
      archive.catchUp();
      inboxes.get().forEach((id, length) -> lengths.put(id.value(), length));
    } catch (BusException e) {
      lengths.clear();
    }
    return lengths;
  }

  private void gauge(String name, String help, Supplier<Number> value) {
    Gauge.builder(name, value).description(help).register(registry);
  }

  private MultiGauge many(String name, String help) {
    return MultiGauge.builder(name).description(help).register(registry);
  }

  private static void register(MultiGauge gauge, String tag, Map<String, ? extends Number> values) {
    gauge.register(
        values.entrySet().stream()
            .map(e -> Row.of(Tags.of(tag, e.getKey()), (Number) e.getValue()))
            .toList(),
        true);
  }

  private long kind(Glimpse.Kind kind) {
    return kinds.getOrDefault(kind, 0L);
  }

  private double lag(InstantSource clock) {
    Position head = archive.head();
    return head.equals(Position.START)
        ? 0
        : Math.max(0, Duration.ofMillis(clock.millis() - head.millis()).toMillis() / 1000.0);
  }

  /** Messages that nobody has begun, by recipient, as far as the mirror tells. */
  private static final class Unbegun {
    private final Map<String, String> open = new HashMap<>();

    void add(Glimpse seen) {
      String message = seen.leg().message();
      switch (seen.kind()) {
        case MESSAGE -> open.put(message, seen.leg().to());
        case STARTED, DONE, STOPPED -> open.remove(message);
        case DEFERRED, STEP, ACTION, UNKNOWN -> {}
      }
    }

    Map<String, Long> depths() {
      Map<String, Long> depths = new TreeMap<>();
      open.values().stream()
          .filter(to -> !to.isEmpty() && !to.equals("broadcast"))
          .forEach(to -> depths.merge(to, 1L, Long::sum));
      return depths;
    }
  }
}
