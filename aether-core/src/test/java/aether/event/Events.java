package aether.event;

import aether.event.Extinction.Cause;
import aether.event.Extinction.Gate;
import aether.message.Content;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.Hops;
import aether.message.Intent;
import aether.message.MessageId;
import aether.message.ProjectId;
import aether.message.Recipient;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Examples of every event, for tests. */
public final class Events {
  public static final Instant NOW = Instant.parse("2026-06-01T12:34:56Z");
  public static final ProjectId ALPHA = new ProjectId("alpha");
  public static final ProjectId BETA = new ProjectId("beta");
  public static final ConversationId CONVERSATION = new ConversationId("c-1");
  public static final TurnUsage USAGE =
      new TurnUsage(
          Optional.of(new BigDecimal("0.0123")),
          Optional.of(1200L),
          Optional.of(80L),
          Duration.ofMillis(4200),
          Optional.of("opus"));

  private Events() {}

  /** A question of alpha to beta at hop 0 of 8. */
  public static Envelope comet(String text) {
    return comet(text, 0);
  }

  /** A question of alpha to beta at {@code hop} of 8. */
  public static Envelope comet(String text, int hop) {
    return new Envelope(
        new MessageId("m-" + hop),
        CONVERSATION,
        ALPHA,
        new Recipient.Project(BETA),
        Optional.empty(),
        new Hops(hop, 8),
        "2026-06-01T12:34:56+00:00",
        new Content(Intent.ASK, text));
  }

  /** An announcement of alpha to everybody. */
  public static Envelope wave(String text) {
    return new Envelope(
        new MessageId("w-1"),
        CONVERSATION,
        ALPHA,
        new Recipient.Everyone(true),
        Optional.empty(),
        Hops.origin(8),
        "2026-06-01T12:34:56+00:00",
        new Content(Intent.INFORM, text));
  }

  public static Event sent(String text) {
    return new Event.MessageSent(comet(text), NOW);
  }

  public static Event done(String summary, Optional<TurnUsage> usage) {
    return new Event.ProcessingDone(comet("hi"), BETA, summary, Optional.empty(), usage, NOW);
  }

  public static Event stopped(Extinction why) {
    return Event.Extinguished.of(comet("hi", 8), why, NOW);
  }

  public static Event step(ProjectId project, Milestone milestone) {
    return new Event.Progress(Optional.of(CONVERSATION), project, milestone, NOW);
  }

  public static Event operated(Action action) {
    return new Event.Operated("operator", action, NOW);
  }

  /** One extinction of every kind and cause. */
  public static List<Extinction> extinctions() {
    MessageId reply = new MessageId("r-1");
    return List.of(
        new Extinction.Horizon(8, 8, "max_hops"),
        new Extinction.Horizon(8, Optional.empty(), Optional.empty()),
        new Extinction.RateLimited(21, 20),
        new Extinction.RateLimited(Optional.empty(), Optional.empty()),
        new Extinction.OperatorKill(),
        new Extinction.Duplicate(),
        new Extinction.MalformedOutput("no control block"),
        new Extinction.MalformedOutput(""),
        new Extinction.AckSuppressed(ALPHA, Gate.INTENT_ACK),
        new Extinction.AckSuppressed(ALPHA, Gate.EMPTY_CONTENT_LINT),
        new Extinction.InvalidRecipient("nobody"),
        new Extinction.InvalidRecipient(""),
        new Extinction.WaveReplyForbidden("broadcast"),
        new Extinction.ReplyBlocked(ALPHA, "private key in text (base64)"),
        new Extinction.Held(ALPHA, reply),
        new Extinction.DeadLettered(Cause.UNDECODABLE, BETA, "1-0", "data: not JSON", 0),
        new Extinction.DeadLettered(Cause.TURN_FAILED, BETA, "1-1", "exit 1", 2),
        new Extinction.DeadLettered(Cause.UNDELIVERABLE, BETA, "1-1", "it takes nothing", 2),
        new Extinction.BudgetExhausted(BETA, "dollars_per_day", "5.01", "5.00"),
        new Extinction.Loop(4, 4),
        new Extinction.Loop(Optional.empty(), Optional.empty()),
        new Extinction.Expired(BETA, Duration.ofHours(25), Duration.ofHours(24)));
  }

  /** One action of every kind. */
  public static List<Action> actions() {
    MessageId message = new MessageId("m-1");
    return List.of(
        new Action.Pause(CONVERSATION),
        new Action.Resume(CONVERSATION),
        new Action.Terminate(CONVERSATION),
        new Action.KillProject(BETA),
        new Action.ReviveProject(BETA),
        new Action.Unregister(BETA),
        new Action.RetryDead(BETA, "1-0"),
        new Action.DropDead(BETA, "1-1"),
        new Action.GrantBudget(BETA, new BigDecimal("5.00")),
        new Action.Inject(CONVERSATION, new Recipient.Project(BETA), message),
        new Action.Inject(CONVERSATION, new Recipient.Everyone(true), message),
        new Action.Inject(CONVERSATION, new Recipient.Everyone(false), message),
        new Action.Consult(CONVERSATION, BETA),
        new Action.Ask(CONVERSATION, BETA));
  }

  /** One milestone of every kind. */
  public static List<Milestone> milestones() {
    return List.of(
        new Milestone.TurnStart(),
        new Milestone.ToolUse("Read"),
        new Milestone.ToolUse("?"),
        new Milestone.TurnDone("success"),
        new Milestone.TurnDone(Optional.empty()),
        new Milestone.Text("hmm"));
  }
}
