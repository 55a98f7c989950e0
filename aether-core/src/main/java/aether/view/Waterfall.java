package aether.view;

import aether.event.Action;
import aether.event.Event;
import aether.event.EventCodec;
import aether.event.Extinction;
import aether.event.Milestone;
import aether.event.Route;
import aether.event.TurnUsage;
import aether.message.Context;
import aether.message.ConversationId;
import aether.message.ProjectId;
import aether.message.Seal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A conversation with the time each part of it took: what was said, the turns that worked on it,
 * what stopped it, and what operators did, in stream order. Its messages are the hops of {@link
 * Timeline}.
 */
public record Waterfall(ConversationId conversation, List<Row> rows) {
  public Waterfall {
    rows = List.copyOf(rows);
  }

  /** One line of the waterfall. */
  public sealed interface Row {
    Instant at();
  }

  /**
   * A message.
   *
   * @param seq its place among the hops, from 0; empty when its own record is gone from the mirror
   * @param said what it says
   * @param turns one for each Body that worked on it, in the order in which they began
   * @param stops what stopped or deferred it, or the reply to it
   */
  public record Hop(
      Optional<Integer> seq,
      Route route,
      Said said,
      Optional<Integer> limit,
      Instant at,
      List<Turn> turns,
      List<Stop> stops)
      implements Row {
    public Hop {
      turns = List.copyOf(turns);
      stops = List.copyOf(stops);
    }
  }

  /** The content of a message, and which one it answers. */
  public record Said(String intent, String text, Context context, Optional<String> replyTo) {}

  /**
   * A Body's work on a message.
   *
   * @param queued from the message until the turn began
   * @param ended empty while it runs, or when nothing says that it ended
   * @param steps what it did, in order
   * @param sender what it made of who had sent the message
   */
  public record Turn(
      ProjectId project,
      Instant began,
      Duration queued,
      Optional<Instant> ended,
      List<Step> steps,
      Optional<String> summary,
      Optional<String> reason,
      Optional<TurnUsage> usage,
      Seal.Verdict sender) {
    public Turn {
      steps = List.copyOf(steps);
    }
  }

  /** A milestone and when it was passed. */
  public record Step(Milestone milestone, Instant at) {}

  /**
   * What stopped or deferred a message, or ended the whole conversation.
   *
   * @param words the measured value and the limit, or the rule
   * @param ends as in {@link Extinction#ends()}
   */
  public record Stop(String reason, String words, boolean ends, Route route, Instant at)
      implements Row {
    static Stop of(Event.Extinguished stopped) {
      return new Stop(
          EventCodec.canonicalReason(stopped.why()),
          Words.why(stopped),
          stopped.why().ends(),
          stopped.route(),
          stopped.at());
    }
  }

  /** What a human did. */
  public record Deed(String actor, String action, String aim, Instant at) implements Row {
    static Deed of(String actor, Action action, Instant at) {
      return new Deed(actor, EventCodec.wireName(action), Words.aim(action).strip(), at);
    }
  }

  /** A record that this version cannot interpret. */
  public record Stray(String kind, String raw, Instant at) implements Row {}

  /** The waterfall of one conversation, whatever else is among {@code events}. */
  public static Waterfall of(ConversationId conversation, List<Event> events) {
    WaterfallFold fold = new WaterfallFold();
    events.stream()
        .filter(event -> event.conversation().equals(Optional.of(conversation)))
        .forEach(fold::add);
    return new Waterfall(conversation, fold.rows());
  }
}
