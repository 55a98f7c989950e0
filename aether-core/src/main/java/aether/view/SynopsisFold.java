package aether.view;

import aether.event.Action;
import aether.event.Event;
import aether.event.Extinction;
import aether.event.Fragment;
import aether.message.ConversationId;
import aether.view.Synopsis.State;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The synopsis of one conversation, brought up to date with each of its events. Not thread-safe.
 */
public final class SynopsisFold {
  private final ConversationId conversation;
  private final SortedSet<String> bodies = new TreeSet<>();
  private final SortedSet<String> reasons = new TreeSet<>();
  private final Set<String> working = new HashSet<>();
  private String opening = "";
  private String awaited = "";
  private int messages;
  private int turns;
  private int hop;
  private int limit;
  private BigDecimal cost = BigDecimal.ZERO;
  private Instant first = Event.UNDATED;
  private Instant last = Event.UNDATED;
  private boolean paused;
  private Optional<Halt> halt = Optional.empty();

  /** The extinction it stands at. */
  private record Halt(boolean ends, String reason, String words) {}

  public SynopsisFold(ConversationId conversation) {
    this.conversation = conversation;
  }

  /** Adds an event of this conversation; they come in stream order. */
  public void add(Event event) {
    Glimpse seen = Glimpse.of(event);
    bodies.addAll(ConstellationView.touched(event));
    if (!event.at().equals(Event.UNDATED)) {
      first = first.equals(Event.UNDATED) ? event.at() : first;
      last = event.at();
    }
    switch (seen.kind()) {
      case MESSAGE -> message(event, seen);
      case STARTED -> {
        turns++;
        working.add(work(seen));
      }
      case DONE -> {
        working.remove(work(seen));
        cost = cost.add(plausible(seen.cost()));
        halt = Optional.empty();
        awaited = awaited.equals(seen.leg().message()) ? "" : awaited;
      }
      case STOPPED, DEFERRED -> stopped(event, seen);
      case ACTION -> acted(event);
      case STEP -> cost = cost.add(plausible(seen.cost()));
      case UNKNOWN -> {}
    }
  }

  public Synopsis synopsis() {
    return new Synopsis(
        conversation,
        opening,
        Collections.unmodifiableSortedSet(new TreeSet<>(bodies)),
        new Synopsis.Size(messages, turns, hop, limit),
        cost,
        first,
        last,
        new Synopsis.Standing(
            state(),
            halt.map(Halt::reason),
            halt.map(Halt::words).orElse(""),
            Collections.unmodifiableSortedSet(new TreeSet<>(reasons))));
  }

  private void message(Event event, Glimpse seen) {
    boolean isHop =
        switch (event) {
          case Event.MessageSent _ -> true;
          case Event.Unrecognised unrecognised ->
              unrecognised.traits().fragment().filter(SynopsisFold::isHop).isPresent();
          case Event.ProcessingStarted _,
              Event.ProcessingDone _,
              Event.Extinguished _,
              Event.Progress _,
              Event.BusEpochChanged _,
              Event.Operated _ ->
              false;
        };
    if (!isHop) {
      return;
    }
    if (messages == 0) {
      opening = seen.words();
    }
    messages++;
    awaited = isAClient(seen.leg().to()) ? "" : seen.leg().message();
    if (seen.leg().hop() >= hop) {
      hop = seen.leg().hop();
      limit = seen.leg().limit();
    }
    halt = Optional.empty();
  }

  private static boolean isHop(Fragment fragment) {
    return fragment instanceof Fragment.Message(var route, _, _)
        && route.from().isPresent()
        && route.to().isPresent()
        && route.hop().isPresent();
  }

  private void stopped(Event event, Glimpse seen) {
    reasons.add(seen.detail());
    String message = seen.leg().message();
    if (event instanceof Event.Extinguished stopped) {
      switch (stopped.why()) {
        // A repeated message is skipped, a courtesy is no loss: it stands where it stood.
        case Extinction.Duplicate _, Extinction.AckSuppressed _ -> {
          return;
        }
        case Extinction.BudgetExhausted _, Extinction.Held _, Extinction.AwaitingApproval _ -> {}
        case Extinction.Horizon _,
            Extinction.RateLimited _,
            Extinction.OperatorKill _,
            Extinction.MalformedOutput _,
            Extinction.InvalidRecipient _,
            Extinction.WaveReplyForbidden _,
            Extinction.NotAllowed _,
            Extinction.RecipientNotAllowed _,
            Extinction.ReplyBlocked _,
            Extinction.DeadLettered _,
            Extinction.Denied _,
            Extinction.Expired _,
            Extinction.Loop _ ->
            working.removeIf(work -> message.isEmpty() || work.endsWith(" " + message));
      }
    }
    halt = Optional.of(new Halt(seen.kind() == Glimpse.Kind.STOPPED, seen.detail(), seen.words()));
  }

  private void acted(Event event) {
    if (event instanceof Event.Operated(_, Action action, _)) {
      paused =
          switch (action) {
            case Action.Pause _ -> true;
            case Action.Resume _, Action.Terminate _ -> false;
            case Action.KillProject _,
                Action.ReviveProject _,
                Action.Unregister _,
                Action.PauseProject _,
                Action.ResumeProject _,
                Action.AskFirst _,
                Action.AskFirstProject _,
                Action.Approve _,
                Action.Deny _,
                Action.Refused _,
                Action.RetryDead _,
                Action.DropDead _,
                Action.GrantBudget _,
                Action.Inject _,
                Action.Consult _,
                Action.Ask _ ->
                paused;
          };
    }
  }

  private State state() {
    if (halt.filter(Halt::ends).isPresent()) {
      return State.ENDED;
    }
    if (paused) {
      return State.PAUSED;
    }
    if (!working.isEmpty()) {
      return State.THINKING;
    }
    if (halt.isPresent()) {
      return State.WAITING;
    }
    return awaited.isEmpty() ? State.AT_REST : State.OPEN;
  }

  /** Whether nobody of this name works on messages: whoever asked reads the answer. */
  private static boolean isAClient(String recipient) {
    return Transcript.isAClient(recipient);
  }

  private static String work(Glimpse seen) {
    return seen.leg().from() + " " + seen.leg().message();
  }

  private static BigDecimal plausible(BigDecimal dollars) {
    return Words.isPlausible(dollars) ? dollars : BigDecimal.ZERO;
  }
}
