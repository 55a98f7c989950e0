package aether.stargazer;

import aether.event.Action;
import aether.event.Extinction;
import aether.event.Milestone;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.Intent;
import aether.message.MessageId;
import aether.message.ProjectId;
import aether.message.Recipient;
import java.time.Duration;
import java.util.List;

/** What the agents of {@link Traffic} talk about. */
final class Scenes {
  static final String REFUND = "9b1f62de-refund-field";
  static final String LOOP = "4c70aa18-retry-policy";
  static final String RELEASE = "e2d94407-release-freeze";

  /** Who there is, and what each says of itself. */
  static final List<List<String>> BODIES =
      List.of(
          List.of("storefront", "React checkout and the customer's account pages"),
          List.of("orders_api", "Orders, refunds and invoices; owns the OpenAPI contract"),
          List.of("payments", "Card and wallet settlement; talks to the acquirer"),
          List.of("ledger", "Double-entry bookkeeping; append only"),
          List.of("warehouse", "Stock, picking and parcel labels"),
          List.of("search", "Product index and ranking"),
          List.of("mobile", "iOS and Android apps"),
          List.of("infra", "Terraform, clusters, certificates, on-call runbooks"),
          List.of("risk", "Fraud scoring and chargeback rules"),
          List.of("docs", "Developer portal and changelogs"));

  private Scenes() {}

  static void play(Traffic t) {
    converge(t);
    t.pass(Duration.ofMinutes(3));
    horizon(t);
    t.pass(Duration.ofMinutes(2));
    wave(t);
    t.pass(Duration.ofMinutes(2));
    stops(t);
    t.pass(Duration.ofMinutes(2));
    operator(t);
    t.pass(Duration.ofMinutes(2));
    chatter(t);
  }

  private static void converge(Traffic t) {
    Envelope ask =
        t.say(
            REFUND,
            "storefront",
            "orders_api",
            Intent.ASK,
            "Which field of GET /orders/{id} tells that a refund is partial? The checkout shows"
                + " `refunded` for both, and support gets called.",
            0);
    t.begin(ask, "orders_api", "Grep", "Read", "Read");
    Envelope answer =
        t.say(
            REFUND,
            "orders_api",
            "storefront",
            Intent.RESULT,
            "Use `refund.kind` (`full` | `partial`), since v2.7; `refunded` is true for both and"
                + " stays for old clients. `refund.amount_minor` holds the sum in cents.",
            1);
    t.done(ask, "orders_api", "Named the field and the version that has it.", "0.0412", 9);
    t.begin(answer, "storefront", "Read", "Grep");
    Envelope follow =
        t.say(
            REFUND,
            "storefront",
            "orders_api",
            Intent.ASK,
            "Is `refund.kind` absent or null for orders older than v2.7? `OrderSummary.tsx:88`"
                + " must not crash on either.",
            2);
    t.done(answer, "storefront", "Found one open point: orders before v2.7.", "0.0267", 6);
    t.begin(follow, "orders_api", "Read", "Glob", "Read");
    Envelope last =
        t.say(
            REFUND,
            "orders_api",
            "storefront",
            Intent.RESULT,
            "Absent. The serializer omits nulls (`OrderJson.java:41`); treat a missing"
                + " `refund.kind` as `full`, which is what those refunds were.",
            3);
    t.done(follow, "orders_api", "Absent, never null; read as full.", "0.0388", 8);
    t.begin(last, "storefront", "Read");
    t.done(last, "storefront", "Nothing left to ask; the fix is local.", "0.0121", 4);
  }

  private static void horizon(Traffic t) {
    String[] who = {"payments", "risk"};
    String[] words = {
      "Retries of a declined card: is 3 in 24 h still the limit on your side?",
      "We count per card, you count per order. Which of the two is the contract?",
      "Per order, by ADR 14. But a wallet has several cards; what then?",
      "Then per wallet. Does the acquirer agree?",
      "It caps at 15 per card in 30 days, whatever we do.",
      "So both limits hold. Who enforces the second?",
      "Whoever sees the decline first. Is that you?",
      "For wallets, yes. For cards, you?",
      "That depends on the limit per card, see above."
    };
    Envelope last = null;
    for (int hop = 0; hop < words.length; hop++) {
      String from = who[hop % 2];
      String to = who[(hop + 1) % 2];
      Envelope next = t.say(LOOP, from, to, Intent.ASK, words[hop], hop);
      if (last != null) {
        t.done(last, from, "Answered with a question.", "0.0219", 5);
      }
      if (hop < 8) {
        t.begin(next, to, "Read");
      }
      last = next;
    }
    t.stop(last, new Extinction.Horizon(8, 8, "max_hops"));
  }

  private static void wave(Traffic t) {
    Envelope wave =
        t.say(
            RELEASE,
            "infra",
            new Recipient.Everyone(true),
            Intent.TASK,
            "Certificates rotate on Thursday 02:00 UTC. Does anything of yours pin the old chain?",
            0);
    for (String body : List.of("orders_api", "payments", "mobile")) {
      t.begin(wave, body, "Grep");
      t.say(
          RELEASE,
          body,
          "infra",
          Intent.RESULT,
          body.equals("mobile")
              ? "Yes: `PinnedKeys.swift:12` pins the intermediate. 4.18 ships both; it is out on"
                  + " Tuesday."
              : "No pin of ours; the HTTP client uses the system store.",
          1);
      t.done(wave, body, "Looked for pins.", "0.0174", 4);
    }
  }

  private static void stops(Traffic t) {
    Envelope held =
        t.say(
            "7f0e-labels",
            "warehouse",
            "ledger",
            Intent.ASK,
            "Do returns post against `stock_in_transit` or `stock`?",
            0);
    t.begin(held, "ledger", "Read");
    Envelope reply =
        t.say(
            "7f0e-labels",
            "ledger",
            "warehouse",
            Intent.RESULT,
            "Against `stock_in_transit` until the parcel is scanned.",
            1);
    t.stop(held, new Extinction.Held(new ProjectId("warehouse"), reply.id()));
    t.done(held, "ledger", "Answered; the asker is offline.", "0.0150", 5);
    t.pass(Duration.ofSeconds(40));
    Envelope rate =
        t.say("burst-0144", "search", "orders_api", Intent.INFORM, "Reindexed batch 21 of 400.", 0);
    t.stop(rate, new Extinction.RateLimited(21, 20));
    t.pass(Duration.ofSeconds(40));
    Envelope money =
        t.say(
            "d3a1-forecast",
            "docs",
            "risk",
            Intent.TASK,
            "Summarise every chargeback rule with an example of each.",
            0);
    t.stop(
        money,
        new Extinction.BudgetExhausted(new ProjectId("risk"), "usd_per_day", "$2.00", "$2.00"));
    t.pass(Duration.ofSeconds(40));
    Envelope thanks =
        t.say(
            "51bc-thanks",
            "mobile",
            "search",
            Intent.INFORM,
            "Facet counts are cached for 60 s from today.",
            0);
    t.begin(thanks, "search");
    t.stop(
        thanks,
        new Extinction.AckSuppressed(new ProjectId("mobile"), Extinction.Gate.EMPTY_CONTENT_LINT));
    t.done(thanks, "search", "Noted; nothing to answer.", "0.0062", 2);
    t.pass(Duration.ofSeconds(40));
    Envelope broken =
        t.say(
            "0c9d-invoice",
            "storefront",
            "ledger",
            Intent.ASK,
            "Which rounding does the invoice total use?",
            0);
    t.begin(broken, "ledger", "Read", "Bash");
    t.stop(
        broken,
        new Extinction.DeadLettered(
            Extinction.Cause.TURN_FAILED,
            new ProjectId("ledger"),
            "1795330552592-0",
            "no answer within 10 min",
            3));
    t.stop(
        t.say("dup-77", "search", "mobile", Intent.INFORM, "Schema 12 is live.", 0),
        new Extinction.Duplicate());
    Envelope odd =
        t.say(
            "a9f2-format",
            "payments",
            "docs",
            Intent.ASK,
            "Where is the error table of the public API?",
            0);
    t.begin(odd, "docs", "Glob");
    t.stop(odd, new Extinction.MalformedOutput("no JSON object with reply_needed"));
  }

  private static void operator(Traffic t) {
    ConversationId id = new ConversationId("c11e-migration");
    t.act(
        new Action.Inject(
            id, new Recipient.Project(new ProjectId("ledger")), new MessageId("m-op")));
    Envelope asked =
        t.say(
            id.value(),
            "operator",
            "ledger",
            Intent.TASK,
            "Plan the move of `entries` to monthly partitions. Read only.",
            0);
    t.begin(asked, "ledger", "Read", "Grep");
    t.act(new Action.Pause(id));
    t.pass(Duration.ofSeconds(25));
    t.act(new Action.Resume(id));
    Envelope plan =
        t.say(
            id.value(),
            "ledger",
            "infra",
            Intent.ASK,
            "How long may `entries` be locked during a detach? The plan needs 40 s per month.",
            1);
    t.done(asked, "ledger", "Wrote the plan; one question for infra.", "0.1130", 21);
    t.act(new Action.Terminate(id));
    t.stop(plan, new Extinction.OperatorKill());
    t.act(new Action.KillProject(new ProjectId("search")));
  }

  private static void chatter(Traffic t) {
    t.pass(Duration.ofMinutes(1));
    String[][] talks = {
      {"mobile", "orders_api", "Is `GET /orders?since=` inclusive?", "Inclusive, in UTC."},
      {"docs", "payments", "Which error codes are public?", "`card_declined`, `expired`, `3ds`."},
      {"risk", "ledger", "Do chargebacks post on the day of notice?", "On the value date."},
      {"storefront", "search", "Max facets per query?", "12; the 13th is a 400."},
      {"warehouse", "orders_api", "May a parcel have two orders?", "No: `parcel.order_id`."},
      {"orders_api", "payments", "Is capture idempotent?", "By `idempotency_key`, for 24 h."},
      {"infra", "mobile", "Does 4.18 still need TLS 1.1?", "No; minimum is 1.2 since 4.9."},
    };
    for (int round = 0; round < 3; round++) {
      for (String[] talk : talks) {
        String id = "talk-" + talk[0] + "-" + round;
        Envelope ask = t.say(id, talk[0], talk[1], Intent.ASK, talk[2], 0);
        t.begin(ask, talk[1], "Read", "Grep");
        Envelope answer = t.say(id, talk[1], talk[0], Intent.RESULT, talk[3], 1);
        t.done(ask, talk[1], "Answered from the source.", "0.0183", 4);
        t.begin(answer, talk[0]);
        t.done(answer, talk[0], "Understood.", "0.0058", 2);
      }
      t.pass(Duration.ofSeconds(50));
    }
  }

  /** Messages that are under way. */
  static void flight(Traffic t) {
    t.say(
        "9d20-notice",
        "infra",
        new Recipient.Everyone(false),
        Intent.INFORM,
        "Build agents restart at 18:00 UTC.",
        0);
    t.say(
        "e7c3-stock", "mobile", "payments", Intent.ASK, "Is `wallet.hold` released on cancel?", 0);
    t.say("c1f8-price", "storefront", "orders_api", Intent.ASK, "Which rounding has `total`?", 3);
    t.pass(Duration.ofMillis(400));
    t.say("ab41-fraud", "risk", "storefront", Intent.RESULT, "Block on score ≥ 0.92.", 1);
    Envelope late = t.say("ff02-tax", "ledger", "risk", Intent.ASK, "And for gift cards?", 8);
    t.stop(late, new Extinction.Horizon(8, 8, "max_hops"));
  }

  /** Two turns that nobody has ended. */
  static void running(Traffic t) {
    Envelope one =
        t.say(
            "f4b2-webhooks",
            "payments",
            "orders_api",
            Intent.ASK,
            "Do `order.paid` webhooks retry on 409? We see 3 deliveries of the same event.",
            0);
    t.begin(one, "orders_api", "Grep", "Read");
    t.step(
        one,
        new ProjectId("orders_api"),
        new Milestone.Text(
            "The dispatcher treats every non-2xx as a failure, so a 409 is retried with backoff."
                + " Checking whether the consumer is expected to answer 200 for duplicates…"));
    t.step(one, new ProjectId("orders_api"), new Milestone.ToolUse("Read"));
    Envelope two =
        t.say(
            "b8d0-labels",
            "storefront",
            "warehouse",
            Intent.ASK,
            "Which carriers print a customs form?",
            0);
    t.begin(two, "warehouse", "Glob", "Read");
  }
}
