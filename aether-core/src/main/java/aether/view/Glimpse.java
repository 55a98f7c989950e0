package aether.view;

import aether.event.Action;
import aether.event.Event;
import aether.event.EventCodec;
import aether.event.Extinction;
import aether.event.Fragment;
import aether.event.Milestone;
import aether.event.Route;
import aether.event.Traits;
import aether.event.TurnUsage;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.EnvelopeCodec;
import aether.message.ProjectId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * One event as it is seen from afar: enough to draw it on a map or to count it. Ids are unchecked
 * text; whatever is not known is empty text or 0.
 *
 * @param detail the intent of a message, the reason of an extinction, the word of a milestone, the
 *     name of an action, the kind of an unknown record
 * @param words the beginning of what was said, done or measured, on one line
 * @param cost US dollars of the turn it ends; 0 where none is known
 */
public record Glimpse(
    Kind kind,
    Instant at,
    String conversation,
    Leg leg,
    String detail,
    String words,
    BigDecimal cost) {
  private static final int MOST_WORDS = 140;

  /** What sort of thing happened. */
  public enum Kind {
    MESSAGE(0),
    STARTED(1),
    DONE(2),
    STOPPED(3),
    DEFERRED(4),
    STEP(5),
    ACTION(6),
    UNKNOWN(7);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    /** Its number, as the page knows it. */
    public int code() {
      return code;
    }
  }

  /**
   * Between whom. Of what one Body does, {@code from} is that Body.
   *
   * @param message the id of the message
   */
  public record Leg(String from, String to, int hop, int limit, String message) {
    static final Leg NONE = new Leg("", "", 0, 0, "");

    static Leg of(Route route, int limit) {
      return new Leg(
          route.from().orElse(""),
          route.to().orElse(""),
          route.hop().orElse(0),
          limit,
          route.messageId().orElse(""));
    }

    static Leg of(Envelope envelope) {
      return of(Route.of(envelope), envelope.hops().max());
    }

    static Leg by(ProjectId project, Envelope envelope) {
      return new Leg(
          project.value(),
          envelope.from().value(),
          envelope.hops().count(),
          envelope.hops().max(),
          envelope.id().value());
    }

    static Leg by(String project) {
      return new Leg(project, "", 0, 0, "");
    }
  }

  public static Glimpse of(Event event) {
    return switch (event) {
      case Event.MessageSent(Envelope envelope, _) ->
          of(
              Kind.MESSAGE,
              event,
              Leg.of(envelope),
              EnvelopeCodec.wireName(envelope.content().intent()),
              envelope.content().text());
      case Event.ProcessingStarted(Envelope envelope, ProjectId project, _) ->
          of(Kind.STARTED, event, Leg.by(project, envelope), "", "");
      case Event.ProcessingDone done -> done(done);
      case Event.Extinguished stopped -> stopped(stopped);
      case Event.Progress(_, ProjectId project, Milestone milestone, _) ->
          of(Kind.STEP, event, Leg.by(project.value()), step(milestone), text(milestone))
              .withCost(cost(milestone));
      case Event.Operated(String actor, Action action, _) ->
          of(
              Kind.ACTION,
              event,
              new Leg(actor, Words.subject(action), 0, 0, ""),
              EventCodec.wireName(action),
              Words.aim(action));
      case Event.BusEpochChanged(ProjectId project, _) ->
          of(Kind.ACTION, event, Leg.by(project.value()), "bus_epoch_changed", "");
      case Event.Unrecognised(Traits traits, String raw, _) ->
          traits
              .fragment()
              .map(fragment -> fragment(event, traits, fragment))
              .orElseGet(() -> of(Kind.UNKNOWN, event, Leg.NONE, traits.kind(), raw));
    };
  }

  /** The word of a milestone; of a tool, its name after a colon. */
  static String step(Milestone milestone) {
    return switch (milestone) {
      case Milestone.TurnStart _ -> "turn_start";
      case Milestone.ToolUse(String name) -> "tool:" + name;
      case Milestone.TurnDone _ -> "turn_done";
      case Milestone.TurnFailed _ -> "turn_failed";
      case Milestone.Text _ -> "text";
    };
  }

  private static BigDecimal cost(Milestone milestone) {
    return milestone instanceof Milestone.TurnFailed(TurnUsage usage)
        ? cost(usage)
        : BigDecimal.ZERO;
  }

  private static BigDecimal cost(TurnUsage usage) {
    return usage.costUsd().orElse(BigDecimal.ZERO);
  }

  private static String text(Milestone milestone) {
    return milestone instanceof Milestone.Text(String text) ? text : "";
  }

  private static Glimpse done(Event.ProcessingDone done) {
    BigDecimal cost = done.usage().map(Glimpse::cost).orElse(BigDecimal.ZERO);
    return of(
            Kind.DONE,
            done,
            Leg.by(done.project(), done.envelope()),
            done.reason().orElse(""),
            done.summary())
        .withCost(cost);
  }

  private static Glimpse stopped(Event.Extinguished stopped) {
    Extinction why = stopped.why();
    return of(
        why.ends() ? Kind.STOPPED : Kind.DEFERRED,
        stopped,
        Leg.of(stopped.route(), stopped.envelope().map(e -> e.hops().max()).orElse(0)),
        EventCodec.canonicalReason(why),
        Words.why(stopped));
  }

  private static Glimpse fragment(Event event, Traits traits, Fragment fragment) {
    return switch (fragment) {
      case Fragment.Message(Route route, String intent, String text) ->
          of(Kind.MESSAGE, event, Leg.of(route, 0), intent, text);
      case Fragment.Done(Route route, String summary) ->
          of(Kind.DONE, event, Leg.by(route.to().orElse("")), "", summary);
      case Fragment.Stopped(Route route, boolean ends) ->
          of(
              ends ? Kind.STOPPED : Kind.DEFERRED,
              event,
              Leg.of(route, 0),
              ExtinctionLog.reason(traits),
              "");
      case Fragment.Step(Optional<ProjectId> project, Milestone milestone) ->
          of(
              Kind.STEP,
              event,
              Leg.by(project.map(ProjectId::value).orElse("")),
              step(milestone),
              text(milestone));
      case Fragment.Deed(String actor, String action) ->
          of(Kind.ACTION, event, Leg.by(actor), action, "");
    };
  }

  private static Glimpse of(Kind kind, Event event, Leg leg, String detail, String words) {
    return new Glimpse(
        kind,
        event.at(),
        event.conversation().map(ConversationId::value).orElse(""),
        leg,
        detail,
        TerminalText.line(words, MOST_WORDS),
        BigDecimal.ZERO);
  }

  private Glimpse withCost(BigDecimal dollars) {
    return new Glimpse(kind, at, conversation, leg, detail, words, dollars);
  }
}
