package aether.view;

import aether.config.Limit;
import aether.event.Action;
import aether.event.Event;
import aether.event.Extinction;
import aether.event.Milestone;
import aether.event.Route;
import aether.event.TurnUsage;
import aether.message.Envelope;
import aether.message.ProjectId;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Events in words. What came over the bus is in them as it is: neutralise the whole line. */
final class Words {
  private static final BigDecimal PLAUSIBLE_DOLLARS = new BigDecimal(1_000_000_000);
  private static final int PLAUSIBLE_SCALE = 50;

  private Words() {}

  /** {@code alpha → beta}; empty text when neither is known. */
  static String route(Route route) {
    return Stream.of(route.from(), route.to())
        .flatMap(Optional::stream)
        .filter(id -> !id.isBlank())
        .collect(Collectors.joining(" → "));
  }

  /**
   * {@code alpha → beta} for the message that was stopped. Where only the reply to it was, whoever
   * wrote that comes first.
   */
  static String route(Event.Extinguished stopped) {
    Route route = stopped.route();
    Optional<String> author =
        stopped.why().recipient().isEmpty()
            ? Optional.empty()
            : stopped
                .envelope()
                .filter(message -> !message.isWave())
                .map(message -> message.to().address());
    return route(new Route(author.or(route::from), route.to(), route.hop(), route.messageId()));
  }

  /** Why it was stopped: what was measured, or what the rule is. */
  static String why(Event.Extinguished stopped) {
    return measure(stopped.why()).orElseGet(() -> rule(stopped));
  }

  /** What the rule measured and its limit, where the writer said so. */
  static Optional<String> measure(Extinction why) {
    return switch (why) {
      case Extinction.Horizon(int hop, var limit, var ceiling) ->
          limit.map(max ->
              "hop "
                  + hop
                  + " of "
                  + max
                  + ceiling.filter(c -> !c.equals("max_hops")).map(c -> " (" + c + ")").orElse(""));
      case Extinction.RateLimited(var count, var limit) ->
          count.flatMap(
              n -> limit.map(max -> "message " + n + " of this minute, " + max + " allowed"));
      case Extinction.Loop(var rounds, _) ->
          rounds.map(n -> "nearly the same " + n + " times on both sides");
      case Extinction.MalformedOutput(String problem) ->
          problem.isBlank() ? Optional.empty() : Optional.of(problem);
      case Extinction.ReplyBlocked(_, String what) -> Optional.of(what);
      case Extinction.DeadLettered dead -> Optional.of(runs(dead.attempts()) + dead.error());
      case Extinction.BudgetExhausted spent ->
          Optional.of(
              Limit.named(spent.ceiling())
                  .map(limit -> limit.words(spent.measured(), spent.limit()))
                  .orElseGet(
                      () -> spent.ceiling() + " at " + spent.measured() + " of " + spent.limit()));
      case Extinction.Expired old ->
          Optional.of(span(old.age()) + " old, " + span(old.limit()) + " allowed");
      case Extinction.OperatorKill _,
          Extinction.Duplicate _,
          Extinction.AckSuppressed _,
          Extinction.InvalidRecipient _,
          Extinction.WaveReplyForbidden _,
          Extinction.NotAllowed _,
          Extinction.RecipientNotAllowed _,
          Extinction.Held _,
          Extinction.AwaitingApproval _,
          Extinction.Denied _ ->
          Optional.empty();
    };
  }

  private static String runs(int attempts) {
    return switch (attempts) {
      case 0 -> "";
      case 1 -> "after 1 run: ";
      default -> "after " + attempts + " runs: ";
    };
  }

  private static String rule(Event.Extinguished stopped) {
    return switch (stopped.why()) {
      case Extinction.Horizon horizon ->
          "hop "
              + horizon.hop()
              + stopped.envelope().map(envelope -> " of " + envelope.hops().max()).orElse("");
      case Extinction.RateLimited _ -> "too many messages this minute";
      case Extinction.OperatorKill _ -> "ended by the operator";
      case Extinction.Loop _ -> "nearly the same again and again";
      case Extinction.Duplicate _ -> "settled before";
      case Extinction.MalformedOutput _ -> "no control block";
      case Extinction.AckSuppressed(var to, var gate) ->
          "a reply to "
              + to
              + " without content ("
              + gate.name().toLowerCase(Locale.ROOT).replace('_', ' ')
              + ")";
      case Extinction.InvalidRecipient(String to) ->
          "the reply was for '" + to + "', who cannot receive it";
      case Extinction.WaveReplyForbidden _ -> "the reply was for everybody";
      case Extinction.NotAllowed(var project) ->
          project + " is not allowed to hear its sender (peers in the constellation)";
      case Extinction.RecipientNotAllowed(var to) ->
          "it is not allowed to talk to " + to + " (peers in the constellation)";
      case Extinction.ReplyBlocked(_, String what) -> "the reply held " + what;
      case Extinction.Held(var to, _) -> to + " is offline; the reply waits";
      case Extinction.AwaitingApproval(var to, _) -> "the reply to " + to + " waits for approval";
      case Extinction.Denied(var to, _) -> "the operator denied the reply to " + to;
      case Extinction.DeadLettered dead -> dead.error();
      case Extinction.BudgetExhausted spent -> spent.ceiling();
      case Extinction.Expired old -> span(old.age()) + " old";
    };
  }

  /** {@code stopped}, or what became of a message that goes on. */
  static String verdict(Extinction why) {
    return switch (why) {
      case Extinction.Held _, Extinction.BudgetExhausted _, Extinction.AwaitingApproval _ ->
          "waiting";
      case Extinction.AckSuppressed _, Extinction.ReplyBlocked _ -> "kept back";
      case Extinction.Horizon _,
          Extinction.RateLimited _,
          Extinction.OperatorKill _,
          Extinction.Duplicate _,
          Extinction.MalformedOutput _,
          Extinction.InvalidRecipient _,
          Extinction.WaveReplyForbidden _,
          Extinction.NotAllowed _,
          Extinction.RecipientNotAllowed _,
          Extinction.DeadLettered _,
          Extinction.Denied _,
          Extinction.Expired _,
          Extinction.Loop _ ->
          "stopped";
    };
  }

  static String milestone(Milestone milestone) {
    return switch (milestone) {
      case Milestone.TurnStart _ -> "agent started";
      case Milestone.ToolUse(String name) -> "uses " + name;
      case Milestone.TurnDone(var subtype) ->
          "turn done" + subtype.map(word -> " (" + word + ")").orElse("");
      case Milestone.TurnFailed(TurnUsage used) -> "no answer" + usage(used);
      case Milestone.Text _ -> "writes";
    };
  }

  /** The Body an action is about or for; empty text when it is about a conversation alone. */
  static String subject(Action action) {
    return switch (action) {
      case Action.Pause _, Action.Resume _, Action.Terminate _, Action.AskFirst _ -> "";
      case Action.PauseProject(var project) -> project.value();
      case Action.ResumeProject(var project) -> project.value();
      case Action.AskFirstProject(var project, _) -> project.value();
      case Action.Approve(_, var project, _) -> project.value();
      case Action.Deny(_, var project, _) -> project.value();
      case Action.Refused refused -> refused.project().map(ProjectId::value).orElse("");
      case Action.KillProject(var project) -> project.value();
      case Action.ReviveProject(var project) -> project.value();
      case Action.Unregister(var project) -> project.value();
      case Action.RetryDead(var project, _) -> project.value();
      case Action.DropDead(var project, _) -> project.value();
      case Action.GrantBudget(var project, _) -> project.value();
      case Action.Inject(_, var to, _) -> to.address();
      case Action.Consult(_, var to) -> to.value();
      case Action.Ask(_, var to) -> to.value();
    };
  }

  /** What an action is aimed at: a conversation, a Body, or both; empty text when unknown. */
  static String aim(Action action) {
    return switch (action) {
      case Action.Pause(var conversation) -> " " + conversation;
      case Action.Resume(var conversation) -> " " + conversation;
      case Action.Terminate(var conversation) -> " " + conversation;
      case Action.KillProject(var project) -> " " + project;
      case Action.ReviveProject(var project) -> " " + project;
      case Action.Unregister(var project) -> " " + project;
      case Action.PauseProject(var project) -> " " + project;
      case Action.ResumeProject(var project) -> " " + project;
      case Action.AskFirst(var conversation, boolean on) -> " " + conversation + onOff(on);
      case Action.AskFirstProject(var project, boolean on) -> " " + project + onOff(on);
      case Action.Approve(_, var project, var message) -> " " + project + " " + message;
      case Action.Deny(_, var project, var message) -> " " + project + " " + message;
      case Action.Refused refused ->
          " "
              + refused.attempted()
              + refused.project().map(id -> " " + id).orElse("")
              + refused.target().map(id -> " " + id).orElse("")
              + ": "
              + refused.why();
      case Action.RetryDead(var project, String letter) -> " " + project + " " + letter;
      case Action.DropDead(var project, String letter) -> " " + project + " " + letter;
      case Action.GrantBudget(var project, var usd) -> " " + project + " " + dollars(usd);
      case Action.Inject(_, var to, _) -> " to " + to.address();
      case Action.Consult(_, var to) -> " " + to;
      case Action.Ask(_, var to) -> " " + to;
    };
  }

  /**
   * What its reader made of who has sent a message, led by two spaces; nothing if nobody looked.
   */
  static String sender(Envelope envelope) {
    return switch (envelope.seal().verdict()) {
      case UNCHECKED -> "";
      case VERIFIED -> "  sender verified";
      case UNVERIFIED -> "  sender not verified";
    };
  }

  private static String onOff(boolean on) {
    return on ? " on" : " off";
  }

  /** Cost, duration and model, each where known, each led by two spaces. */
  static String usage(TurnUsage usage) {
    return usage.costUsd().map(cost -> "  " + dollars(cost)).orElse("")
        + "  "
        + span(usage.duration())
        + usage.model().map(model -> "  " + model).orElse("");
  }

  /** Rounded to hundredths of a cent; an absurd figure is given as it was written. */
  private static String dollars(BigDecimal cost) {
    return "$"
        + (isPlausible(cost) ? cost.setScale(4, RoundingMode.HALF_UP).toPlainString() : cost);
  }

  /** Whether a figure may be what a turn cost, and can be added to others. */
  static boolean isPlausible(BigDecimal cost) {
    return Math.abs((long) cost.scale()) <= PLAUSIBLE_SCALE
        && cost.abs().compareTo(PLAUSIBLE_DOLLARS) < 0;
  }

  /** {@code 4.2 s}, {@code 3 min 20 s}, {@code 25 h 0 min}. */
  static String span(Duration duration) {
    if (duration.compareTo(Duration.ofMinutes(1)) < 0) {
      return duration.toSeconds() + "." + Math.abs(duration.toMillisPart()) / 100 + " s";
    }
    return duration.compareTo(Duration.ofHours(1)) < 0
        ? duration.toMinutes() + " min " + duration.toSecondsPart() + " s"
        : duration.toHours() + " h " + duration.toMinutesPart() + " min";
  }
}
