package aether.view;

import aether.event.Event;
import aether.event.Fragment;
import aether.event.Milestone;
import aether.event.Route;
import aether.event.TurnUsage;
import aether.message.Content;
import aether.message.Context;
import aether.message.Envelope;
import aether.message.EnvelopeCodec;
import aether.message.MessageId;
import aether.message.ProjectId;
import aether.message.Seal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts the events of one conversation together, one by one, in stream order. */
final class WaterfallFold {
  private final List<Object> lines = new ArrayList<>();
  private final Map<String, OpenHop> byMessage = new HashMap<>();
  private final Map<ProjectId, OpenTurn> latest = new HashMap<>();
  private int hops;

  /** A message whose turns may still come. */
  private record OpenHop(
      Optional<Integer> seq,
      Route route,
      Waterfall.Said said,
      Optional<Integer> limit,
      Instant at,
      List<OpenTurn> turns,
      List<Waterfall.Stop> stops) {
    Waterfall.Hop closed() {
      return new Waterfall.Hop(
          seq, route, said, limit, at, turns.stream().map(OpenTurn::closed).toList(), stops);
    }
  }

  /** A turn that may not have ended. */
  private static final class OpenTurn {
    private final ProjectId project;
    private final Instant began;
    private final Duration queued;
    private final List<Waterfall.Step> steps = new ArrayList<>();
    private @Nullable Instant ended;
    private @Nullable String summary;
    private Optional<String> reason = Optional.empty();
    private Optional<TurnUsage> usage = Optional.empty();
    private Seal.Verdict sender = Seal.Verdict.UNCHECKED;

    OpenTurn(ProjectId project, Instant began, Duration queued) {
      this.project = project;
      this.began = began;
      this.queued = queued;
    }

    Waterfall.Turn closed() {
      return new Waterfall.Turn(
          project,
          began,
          queued,
          Optional.ofNullable(ended),
          steps,
          Optional.ofNullable(summary),
          reason,
          usage,
          sender);
    }
  }

  void add(Event event) {
    switch (event) {
      case Event.MessageSent(Envelope envelope, Instant at) -> said(envelope, at);
      case Event.ProcessingStarted(Envelope envelope, ProjectId project, Instant at) ->
          begin(hop(envelope), project, at);
      case Event.ProcessingDone done -> done(done);
      case Event.Extinguished stopped -> stopped(stopped);
      case Event.Progress(_, ProjectId project, Milestone milestone, Instant at) ->
          step(project, new Waterfall.Step(milestone, at));
      case Event.Operated(String actor, var action, Instant at) ->
          lines.add(Waterfall.Deed.of(actor, action, at));
      case Event.BusEpochChanged(ProjectId project, Instant at) ->
          lines.add(new Waterfall.Deed(project.value(), "bus_epoch_changed", "", at));
      case Event.Unrecognised(var traits, String raw, Instant at) ->
          traits
              .fragment()
              .ifPresentOrElse(
                  fragment ->
                      fragment(fragment, ExtinctionLog.reason(traits), traits.kind(), raw, at),
                  () -> lines.add(new Waterfall.Stray(traits.kind(), raw, at)));
    }
  }

  List<Waterfall.Row> rows() {
    return lines.stream()
        .map(line -> line instanceof OpenHop hop ? hop.closed() : (Waterfall.Row) line)
        .toList();
  }

  private void said(Envelope envelope, Instant at) {
    open(hopOf(envelope, Optional.of(hops), at));
    hops++;
  }

  private OpenHop open(OpenHop hop) {
    lines.add(hop);
    hop.route().messageId().ifPresent(id -> byMessage.put(id, hop));
    return hop;
  }

  /** The hop of {@code envelope}; one without a place when its own record is gone. */
  private OpenHop hop(Envelope envelope) {
    OpenHop known = byMessage.get(envelope.id().value());
    return known == null ? open(hopOf(envelope, Optional.empty(), Event.UNDATED)) : known;
  }

  private static OpenHop hopOf(Envelope envelope, Optional<Integer> seq, Instant at) {
    Content content = envelope.content();
    return new OpenHop(
        seq,
        Route.of(envelope),
        new Waterfall.Said(
            EnvelopeCodec.wireName(content.intent()),
            content.text(),
            content.context(),
            envelope.replyTo().map(MessageId::value)),
        Optional.of(envelope.hops().max()),
        at,
        new ArrayList<>(),
        new ArrayList<>());
  }

  private OpenTurn begin(OpenHop hop, ProjectId project, Instant at) {
    Duration queued =
        hop.at().equals(Event.UNDATED) || at.isBefore(hop.at())
            ? Duration.ZERO
            : Duration.between(hop.at(), at);
    OpenTurn turn = new OpenTurn(project, at, queued);
    hop.turns().add(turn);
    latest.put(project, turn);
    return turn;
  }

  private void step(ProjectId project, Waterfall.Step step) {
    OpenTurn turn = latest.get(project);
    if (turn != null) {
      turn.steps.add(step);
      if (step.milestone() instanceof Milestone.TurnDone
          || step.milestone() instanceof Milestone.TurnFailed) {
        turn.ended = step.at();
      } else {
        turn.ended = null;
      }
    }
  }

  private void done(Event.ProcessingDone done) {
    OpenHop hop = hop(done.envelope());
    OpenTurn turn =
        hop.turns().stream()
            .filter(t -> t.project.equals(done.project()))
            .reduce((_, later) -> later)
            .orElseGet(() -> begin(hop, done.project(), began(done)));
    turn.ended = done.at();
    turn.summary = done.summary();
    turn.sender = done.envelope().seal().verdict();
    turn.reason = done.reason();
    turn.usage = done.usage();
    latest.remove(done.project(), turn);
  }

  /** Of a turn whose beginning is gone from the mirror. */
  private static Instant began(Event.ProcessingDone done) {
    return done.usage().map(usage -> done.at().minus(usage.duration())).orElse(done.at());
  }

  private void stopped(Event.Extinguished stopped) {
    Waterfall.Stop stop = Waterfall.Stop.of(stopped);
    if (stopped.envelope().isEmpty()) {
      lines.add(stop);
      return;
    }
    OpenHop hop = hop(stopped.envelope().get());
    hop.stops().add(stop);
    if (stop.ends()) {
      hop.turns().stream().filter(turn -> turn.ended == null).forEach(t -> t.ended = stop.at());
    }
  }

  private void fragment(Fragment fragment, String reason, String kind, String raw, Instant at) {
    switch (fragment) {
      case Fragment.Message(Route route, String intent, String text)
          when route.from().isPresent() && route.to().isPresent() && route.hop().isPresent() ->
          open(
              new OpenHop(
                  Optional.of(hops++),
                  route,
                  new Waterfall.Said(intent, text, Context.EMPTY, Optional.empty()),
                  Optional.empty(),
                  at,
                  new ArrayList<>(),
                  new ArrayList<>()));
      case Fragment.Stopped(Route route, boolean ends) ->
          lines.add(new Waterfall.Stop(reason, "", ends, route, at));
      case Fragment.Step(Optional<ProjectId> project, Milestone milestone) ->
          project.ifPresent(id -> step(id, new Waterfall.Step(milestone, at)));
      case Fragment.Deed(String actor, String action) ->
          lines.add(new Waterfall.Deed(actor, action, "", at));
      case Fragment.Message _, Fragment.Done _ -> lines.add(new Waterfall.Stray(kind, raw, at));
    }
  }
}
