package aether.operator;

import aether.bus.DeadLetter;
import aether.bus.DeadLetters;
import aether.bus.write.ApprovalDesk.Decision;
import aether.bus.write.DeadLetterOffice.Retry;
import aether.desk.OperatorDesk;
import aether.event.Action;
import aether.message.Envelope;
import aether.message.Iso8601;
import aether.message.ProjectId;
import aether.web.Problem;
import aether.wire.Json;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Decisions about what waits: replies, dead letters, Bodies without money. */
final class Letters {
  private static final BigDecimal MOST = new BigDecimal(1_000);
  private static final int LONGEST_GRANT = 24 * 60;

  private final OperatorDesk desk;
  private final Sight sight;
  private final Host host;

  Letters(OperatorDesk desk, Sight sight, Host host) {
    this.desk = desk;
    this.sight = sight;
    this.host = host;
  }

  Map<String, Function<Order, Reply>> byPath() {
    Map<String, Function<Order, Reply>> paths = new TreeMap<>();
    paths.put("/approve", order -> decided(order, desk.approvals().approve(id(order), actor())));
    paths.put("/deny", order -> decided(order, desk.approvals().deny(id(order), actor())));
    paths.put("/retry_dead", this::retry);
    paths.put("/drop_dead", this::drop);
    paths.put("/grant_budget", this::grant);
    return paths;
  }

  private Reply decided(Order order, Decision decision) {
    String id = id(order);
    return switch (decision) {
      case Decision.Done(Envelope reply) ->
          Reply.ok(
              Json.object()
                  .put("id", id)
                  .put("message_id", reply.id().value())
                  .put(Order.CONVERSATION, reply.conversation().value())
                  .put("done", true));
      case Decision.Absent _ ->
          throw new Problem(404, "no reply waits under '" + id + "'; it may have been decided");
      case Decision.Overruled(_, boolean projectKilled) ->
          throw new Problem(
              409,
              projectKilled
                  ? "its author is killed; revive it first, or deny the reply"
                  : "its conversation is killed and stays so; deny the reply");
    };
  }

  private Reply retry(Order order) {
    ProjectId body = order.project();
    String letter = order.text("letter");
    return switch (desk.letters().retry(body, letter, actor())) {
      case Retry.Requeued _ -> done(body, letter, "retried");
      case Retry.Absent _ -> throw absent(body, letter);
      case Retry.Blank _ ->
          throw new Problem(409, "'" + letter + "' no longer holds its entry; drop it");
    };
  }

  private Reply drop(Order order) {
    ProjectId body = order.project();
    String letter = order.text("letter");
    if (!desk.letters().drop(body, letter, actor())) {
      throw absent(body, letter);
    }
    return done(body, letter, "dropped");
  }

  /** The audit is written first: what it says may not have come true, but nothing is hidden. */
  private Reply grant(Order order) {
    ProjectId body = order.project();
    BigDecimal usd = usd(order);
    int minutes = order.number("minutes", 1, LONGEST_GRANT, LONGEST_GRANT);
    if (host.accounts().stream().noneMatch(account -> account.body().equals(body))) {
      throw new Problem(
          404,
          "'"
              + body
              + "' has no books on this host; known: "
              + host.accounts().stream()
                  .map(account -> account.body().value())
                  .collect(Collectors.joining(", ")));
    }
    desk.note(new Action.GrantBudget(body, usd));
    Instant until =
        host.grant(body, usd, Duration.ofMinutes(minutes))
            .orElseThrow(() -> new Problem(503, "the books of '" + body + "' cannot be written"));
    return Reply.ok(
        Json.object()
            .put(Order.PROJECT, body.value())
            .put("usd", usd.toPlainString())
            .put("until", Iso8601.format(until)));
  }

  private static BigDecimal usd(Order order) {
    order.require("usd");
    String wanted = "must be US dollars above 0, at most " + MOST + ", such as \"2.50\"";
    try {
      BigDecimal usd =
          order
              .fields()
              .decimal("usd")
              .or(() -> order.fields().text("usd").map(BigDecimal::new))
              .orElseThrow(() -> Order.unusable("usd", wanted));
      if (usd.signum() <= 0 || usd.compareTo(MOST) > 0 || usd.scale() > 9) {
        throw Order.unusable("usd", wanted);
      }
      return usd;
    } catch (NumberFormatException e) {
      throw Order.unusable("usd", wanted);
    }
  }

  private Problem absent(ProjectId body, String letter) {
    String known =
        sight.records().letters().list(body, DeadLetters.START, 5).stream()
            .map(DeadLetter::id)
            .collect(Collectors.joining(", "));
    return new Problem(
        404,
        "'"
            + letter
            + "' is no dead letter of '"
            + body
            + "'; "
            + (known.isEmpty() ? "it has none" : "it has " + known));
  }

  private static Reply done(ProjectId body, String letter, String done) {
    return Reply.ok(
        Json.object().put(Order.PROJECT, body.value()).put("letter", letter).put(done, true));
  }

  private static String id(Order order) {
    return order.text("id");
  }

  private String actor() {
    return desk.actor();
  }
}
