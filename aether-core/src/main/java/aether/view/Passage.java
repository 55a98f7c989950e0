package aether.view;

import aether.event.Event;
import aether.event.EventCodec;
import aether.event.Fragment;
import aether.event.Milestone;
import aether.event.Route;
import aether.event.Traits;
import aether.message.Envelope;
import aether.message.EnvelopeCodec;
import aether.message.Hops;
import aether.message.ProjectId;
import aether.view.Narration.Tone;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * One event as it is told: a heading on one line, safe for a terminal, and what was said, as it
 * came over the bus.
 */
record Passage(Tone tone, Instant at, String heading, Optional<String> quote) {
  private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

  Passage {
    heading = TerminalText.heading(heading);
    quote = quote.filter(text -> !text.isBlank());
  }

  static Passage of(Event event) {
    return switch (event) {
      case Event.MessageSent(Envelope envelope, Instant at) ->
          new Passage(Tone.MESSAGE, at, message(envelope), Optional.of(envelope.content().text()));
      case Event.ProcessingStarted started ->
          new Passage(
              Tone.THINKING, started.at(), started.project() + "  thinking", Optional.empty());
      case Event.ProcessingDone done -> done(done);
      case Event.Extinguished stopped ->
          new Passage(Tone.STOPPED, stopped.at(), stopped(stopped), Optional.empty());
      case Event.Progress progress -> progress(progress);
      case Event.Operated(String actor, var action, Instant at) ->
          new Passage(
              Tone.OPERATOR,
              at,
              actor + "  " + EventCodec.wireName(action) + Words.aim(action),
              Optional.empty());
      case Event.BusEpochChanged(var project, Instant at) ->
          new Passage(
              Tone.STOPPED,
              at,
              project + "  found that the bus has lost what stood on it, and goes on",
              Optional.empty());
      case Event.Unrecognised(Traits traits, _, Instant at) ->
          traits
              .fragment()
              .map(fragment -> fragment(traits, fragment, at))
              .orElseGet(() -> unknown(traits, at));
    };
  }

  /** This passage under another heading. */
  Passage withHeading(String other) {
    return new Passage(tone, at, other, quote);
  }

  /** The time of day; dashes when the record gives none. */
  String clock(ZoneId zone) {
    return at.equals(Event.UNDATED) ? "--:--:--" : CLOCK.format(at.atZone(zone));
  }

  private static String message(Envelope envelope) {
    Hops hops = envelope.hops();
    return Words.route(Route.of(envelope))
        + "  "
        + EnvelopeCodec.wireName(envelope.content().intent())
        + "  hop "
        + hops.count()
        + "/"
        + hops.max();
  }

  private static Passage done(Event.ProcessingDone done) {
    String heading =
        done.project()
            + "  done"
            + done.reason().map(reason -> "  (" + reason + ")").orElse("")
            + Words.sender(done.envelope())
            + done.usage().map(Words::usage).orElse("");
    return new Passage(Tone.DONE, done.at(), heading, Optional.of(done.summary()));
  }

  private static String stopped(Event.Extinguished stopped) {
    String route = Words.route(stopped);
    return mark(stopped.why().ends())
        + EventCodec.canonicalReason(stopped.why())
        + ": "
        + Words.why(stopped)
        + (route.isEmpty() ? "" : "  " + route);
  }

  private static String mark(boolean ends) {
    return ends ? "✕ " : "◌ ";
  }

  private static Passage progress(Event.Progress progress) {
    return new Passage(
        Tone.THINKING,
        progress.at(),
        progress.project() + "  " + Words.milestone(progress.milestone()),
        progress.milestone() instanceof Milestone.Text(String text)
            ? Optional.of(text)
            : Optional.empty());
  }

  private static Passage fragment(Traits traits, Fragment fragment, Instant at) {
    return switch (fragment) {
      case Fragment.Message(Route route, String intent, String text) ->
          new Passage(
              Tone.MESSAGE,
              at,
              Words.route(route)
                  + "  "
                  + intent
                  + route.hop().map(hop -> "  hop " + hop).orElse(""),
              Optional.of(text));
      case Fragment.Done(Route route, String summary) ->
          new Passage(Tone.DONE, at, route.to().orElse("?") + "  done", Optional.of(summary));
      case Fragment.Stopped(Route route, boolean ends) ->
          new Passage(
              Tone.STOPPED,
              at,
              mark(ends) + ExtinctionLog.reason(traits) + "  " + Words.route(route),
              Optional.empty());
      case Fragment.Step(var project, Milestone milestone) ->
          new Passage(
              Tone.THINKING,
              at,
              project.map(ProjectId::value).orElse("?") + "  " + Words.milestone(milestone),
              Optional.empty());
      case Fragment.Deed(String actor, String action) ->
          new Passage(Tone.OPERATOR, at, actor + "  " + action, Optional.empty());
    };
  }

  private static Passage unknown(Traits traits, Instant at) {
    String kind = traits.kind().isBlank() ? "without a kind" : "of kind '" + traits.kind() + "'";
    return new Passage(Tone.UNKNOWN, at, "a record " + kind, Optional.empty());
  }
}
