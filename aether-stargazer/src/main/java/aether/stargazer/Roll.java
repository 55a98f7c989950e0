package aether.stargazer;

import aether.bus.Body;
import aether.bus.Directory;
import aether.bus.Liveness;
import aether.bus.Presence;
import aether.message.ProjectId;
import aether.view.ConstellationView;
import aether.view.Glimpse;
import aether.view.PageCodec;
import aether.wire.Json;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Every Body with what it does and what it has cost today (UTC), as JSON. */
final class Roll {
  private static final Duration RECENT = Duration.ofMinutes(5);

  private final Archive archive;
  private final Directory directory;
  private final Liveness liveness;
  private final InstantSource clock;

  Roll(Archive archive, Directory directory, Liveness liveness, InstantSource clock) {
    this.archive = archive;
    this.directory = directory;
    this.liveness = liveness;
    this.clock = clock;
  }

  /** What the mirror tells of one Body. */
  private static final class Deeds {
    private Instant last = Instant.EPOCH;
    private long sent;
    private long received;
    private long recent;
    private long turns;
    private BigDecimal cost = BigDecimal.ZERO;
    private Optional<Glimpse> stop = Optional.empty();
    private Optional<Glimpse> budget = Optional.empty();
  }

  JsonNode bodies() {
    archive.catchUp();
    Map<ProjectId, Body> registered = directory.bodies();
    Map<ProjectId, Presence> presence = liveness.presence(registered.keySet());
    Map<ProjectId, Long> queues = liveness.queues(registered.keySet());
    Map<String, Deeds> deeds = deeds();
    ArrayNode roll = Json.mapper().createArrayNode();
    ConstellationView.of(presence, archive.activity())
        .stars()
        .values()
        .forEach(star -> {
          ObjectNode node = roll.addObject();
          node.put("id", star.id());
          Optional<Body> body = ProjectId.parse(star.id()).map(registered::get);
          node.put("registered", body.isPresent());
          body.map(Body::id)
              .map(queues::get)
              .ifPresent(waiting -> node.put("queued", waiting.longValue()));
          node.put("description", body.map(Body::description).orElse(""));
          ArrayNode subjects = node.putArray("capabilities");
          body.ifPresent(b -> b.capabilities().forEach(subjects::add));
          node.put("activity", star.activity());
          put(node, star.presence());
          put(node, deeds.getOrDefault(star.id(), new Deeds()));
        });
    return roll;
  }

  private static void put(ObjectNode node, Presence presence) {
    node.put("online", presence.isOnline());
    node.put("state", presence.word());
    switch (presence) {
      case Presence.Thinking thinking ->
          node.put("turns", thinking.turns()).put("since", PageCodec.time(thinking.since()));
      case Presence.Suspended suspended -> node.put("reason", suspended.reason());
      case Presence.Offline _, Presence.Idle _, Presence.Killed _ -> {}
    }
  }

  private static void put(ObjectNode node, Deeds deeds) {
    node.put("last", PageCodec.time(deeds.last));
    node.put("sent", deeds.sent);
    node.put("received", deeds.received);
    node.put("per_minute", deeds.recent / (double) RECENT.toMinutes());
    node.put("turns_today", deeds.turns);
    node.put("cost_today_usd", deeds.cost);
    deeds.stop.ifPresent(stop -> node.set("last_stop", stop(stop)));
    deeds.budget.ifPresent(stop -> node.put("limit", stop.words()));
  }

  private static ObjectNode stop(Glimpse stop) {
    return Json.object()
        .put("reason", stop.detail())
        .put("detail", stop.words())
        .put("conversation_id", stop.conversation())
        .put("ts", PageCodec.time(stop.at()));
  }

  private Map<String, Deeds> deeds() {
    Instant now = clock.instant();
    Instant today =
        LocalDate.ofInstant(now, ZoneOffset.UTC).atStartOfDay().toInstant(ZoneOffset.UTC);
    Map<String, Deeds> deeds = new HashMap<>();
    for (Entry entry : archive.all(_ -> true)) {
      Glimpse seen = entry.glimpse();
      entry
          .bodies()
          .forEach(id -> {
            Deeds of = deeds.computeIfAbsent(id, _ -> new Deeds());
            of.last = seen.at().isAfter(of.last) ? seen.at() : of.last;
          });
      add(deeds, seen, today, now.minus(RECENT));
    }
    return deeds;
  }

  private static void add(Map<String, Deeds> deeds, Glimpse seen, Instant today, Instant recent) {
    Deeds from = deeds.computeIfAbsent(seen.leg().from(), _ -> new Deeds());
    Deeds to = deeds.computeIfAbsent(seen.leg().to(), _ -> new Deeds());
    switch (seen.kind()) {
      case MESSAGE -> {
        from.sent++;
        to.received++;
        from.recent += seen.at().isAfter(recent) ? 1 : 0;
        to.recent += seen.at().isAfter(recent) ? 1 : 0;
      }
      case DONE -> {
        if (!seen.at().isBefore(today)) {
          from.turns++;
          from.cost = from.cost.add(seen.cost());
        }
      }
      case STOPPED, DEFERRED -> {
        to.stop = Optional.of(seen);
        to.budget =
            seen.detail().equals("budget") && !seen.at().isBefore(today)
                ? Optional.of(seen)
                : to.budget;
      }
      case STARTED, STEP, ACTION, UNKNOWN -> {}
    }
  }
}
