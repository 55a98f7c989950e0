package aether.observatory.pipeline;

import aether.event.Event;
import aether.event.Milestone;
import aether.message.ConversationId;
import aether.message.ProjectId;
import aether.observatory.outbound.Outbound;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What one turn shows to the telescope: at most 10 events in any second, what is more becomes one
 * with what follows. Text passes the last look, together with what was shown before it. Not for
 * several threads.
 */
final class Milestones {
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** What is left of ten is for the start and the end of two runs. */
  private static final int USUAL = 5;

  private static final int MOST_TEXT = 8 << 10;

  /** As long as a secret that is shown piece by piece may be. */
  private static final int TAIL = 512;

  private record Seen(Milestone milestone, Instant at) {}

  private final ProjectId project;
  private final boolean verbatim;
  private final Outbound outbound;
  private final InstantSource clock;
  private final List<Event> unwritten = new ArrayList<>();
  private final Deque<Instant> shown = new ArrayDeque<>();
  private Optional<Seen> waiting = Optional.empty();
  private Optional<ConversationId> conversation = Optional.empty();
  private String tail = "";
  private boolean silenced;

  /**
   * @param verbatim whether the agent's own text is forwarded
   */
  Milestones(ProjectId project, boolean verbatim, Outbound outbound, InstantSource clock) {
    this.project = project;
    this.verbatim = verbatim;
    this.outbound = outbound;
    this.clock = clock;
  }

  void show(ConversationId where, Milestone milestone) {
    conversation = Optional.of(where);
    fit(milestone)
        .ifPresent(fitting -> {
          Instant now = clock.instant();
          switch (fitting) {
            case Milestone.TurnStart _, Milestone.TurnDone _, Milestone.TurnFailed _ -> {
              release(now);
              waiting = Optional.empty();
              add(new Seen(fitting, now));
            }
            case Milestone.ToolUse _, Milestone.Text _ -> {
              waiting =
                  Optional.of(
                      new Seen(
                          waiting.map(w -> both(w.milestone(), fitting)).orElse(fitting), now));
              release(now);
            }
          }
        });
  }

  /** The events not yet taken; the caller writes them. */
  List<Event> take() {
    release(clock.instant());
    List<Event> taken = List.copyOf(unwritten);
    unwritten.clear();
    return taken;
  }

  /** Shows what waits if the second has room for it. */
  private void release(Instant now) {
    while (!shown.isEmpty() && !shown.getFirst().isAfter(now.minus(SECOND))) {
      shown.removeFirst();
    }
    if (waiting.isPresent() && shown.size() < USUAL) {
      add(waiting.get());
      waiting = Optional.empty();
    }
  }

  private void add(Seen seen) {
    shown.addLast(seen.at());
    unwritten.add(new Event.Progress(conversation, project, seen.milestone(), seen.at()));
  }

  /** Both in one: texts are joined, of two tools the later is shown. */
  private static Milestone both(Milestone earlier, Milestone later) {
    return earlier instanceof Milestone.Text(String before)
            && later instanceof Milestone.Text(String after)
        ? new Milestone.Text(within(before + "\n" + after))
        : later;
  }

  /** What may be shown of {@code milestone}; after one text that may not, no other may. */
  private Optional<Milestone> fit(Milestone milestone) {
    return switch (milestone) {
      case Milestone.TurnStart _, Milestone.TurnFailed _ -> Optional.of(milestone);
      case Milestone.ToolUse(String name) ->
          Optional.of(new Milestone.ToolUse(outbound.orFinding("tool name", name)));
      case Milestone.TurnDone(var subtype) ->
          Optional.of(
              new Milestone.TurnDone(subtype.map(word -> outbound.orFinding("subtype", word))));
      case Milestone.Text(String text) -> verbatim ? text(within(text)) : Optional.empty();
    };
  }

  private Optional<Milestone> text(String text) {
    if (silenced) {
      return Optional.empty();
    }
    String whole = tail + text;
    String said = outbound.orFinding("text", whole);
    silenced = !said.equals(whole);
    tail = whole.substring(Math.max(0, whole.length() - TAIL));
    return Optional.of(new Milestone.Text(silenced ? said : text));
  }

  private static String within(String text) {
    return text.length() <= MOST_TEXT ? text : text.substring(0, MOST_TEXT) + "…";
  }
}
