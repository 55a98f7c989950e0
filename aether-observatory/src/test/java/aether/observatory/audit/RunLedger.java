package aether.observatory.audit;

import aether.event.TurnUsage;
import aether.message.Envelope;
import aether.message.MessageId;
import aether.message.ProjectId;
import aether.observatory.turn.RunResult;
import aether.testkit.InMemoryBus;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Every start of an agent, written down by whoever runs it in a test: the only witness of what was
 * paid that does not go through the bus. Safe for several threads.
 */
public final class RunLedger {
  /** One message as one Body knows it. */
  public record Message(ProjectId by, ProjectId sender, MessageId id) {
    public static Message of(ProjectId by, Envelope envelope) {
      return new Message(by, envelope.from(), envelope.id());
    }

    @Override
    public String toString() {
      return "message " + id + " of " + sender + " at " + by;
    }
  }

  /** What an agent made of its run. */
  public enum Answer {
    REPLY,
    SILENCE,
    /** It said nothing that can be read, or failed, or never ended. */
    NONE
  }

  /** One attempt of one process to bring a message to its end. */
  public static final class Visit {
    private final String process;
    private final Optional<Message> message;
    private final int began;
    private int epoch;
    private Optional<Integer> survivedUntil = Optional.empty();

    private Visit(String process, Optional<Message> message, int began) {
      this.process = process;
      this.message = message;
      this.began = began;
    }

    /** From here on it knows the bus as it is after {@code epoch} flushes. */
    public void looked(int inEpoch) {
      epoch = inEpoch;
    }

    Optional<Message> message() {
      return message;
    }

    /** Whether its process went on after it: whatever it had begun, it had ended. */
    boolean isSurvived() {
      return survivedUntil.isPresent();
    }
  }

  /** One start of an agent. */
  public static final class Start {
    private final Message message;
    private final Envelope envelope;
    private final Visit visit;
    private final int settlementsBefore;
    private Answer answer = Answer.NONE;
    private Optional<BigDecimal> cost = Optional.empty();
    private boolean paid = true;
    private boolean counted = true;

    private Start(Message message, Envelope envelope, Visit visit, int settlementsBefore) {
      this.message = message;
      this.envelope = envelope;
      this.visit = visit;
      this.settlementsBefore = settlementsBefore;
    }

    /** It came to its own end. */
    public void ended(Answer what, RunResult result) {
      answer = what;
      switch (result) {
        case RunResult.Answered answered -> cost = answered.usage().costUsd();
        case RunResult.Failed(_, Optional<TurnUsage> usage) -> failed(usage);
        case RunResult.Signalled(_, Optional<TurnUsage> usage) -> failed(usage);
        case RunResult.LimitedUntil(_, _, Optional<TurnUsage> usage) -> refused(usage);
        case RunResult.Unable(_, Optional<TurnUsage> usage) -> refused(usage);
        case RunResult.StaleSession _ -> refused(Optional.empty());
        case RunResult.PolicyViolation _ -> {}
      }
    }

    /** It came to its own end, and says what it has cost. */
    public void ended(Answer what, BigDecimal usd) {
      answer = what;
      cost = Optional.of(usd);
    }

    private void failed(Optional<TurnUsage> usage) {
      cost = usage.map(TurnUsage::costUsd).orElse(Optional.of(BigDecimal.ZERO));
    }

    /** It turned out that nothing ran, no agent, no credit, no such session: or what it cost. */
    private void refused(Optional<TurnUsage> usage) {
      cost = usage.flatMap(TurnUsage::costUsd).filter(usd -> usd.signum() > 0);
      paid = cost.isPresent();
    }

    /** A daemon that was told to stop has handed it back: paid, and no attempt of the message. */
    public void handedBack() {
      counted = false;
    }

    public Message message() {
      return message;
    }

    public Envelope envelope() {
      return envelope;
    }

    Visit visit() {
      return visit;
    }

    Answer answer() {
      return answer;
    }

    /** US dollars that it says it has cost; empty when it never said. */
    Optional<BigDecimal> cost() {
      return cost;
    }

    boolean isCounted() {
      return counted;
    }

    int epoch() {
      return visit.epoch;
    }

    String process() {
      return visit.process;
    }

    int settlementsBefore() {
      return settlementsBefore;
    }

    /**
     * Whether its answer was known to a living process before {@code later} began its visit, on the
     * same bus.
     */
    boolean answeredBefore(Start later) {
      return answer != Answer.NONE
          && visit.epoch == later.visit.epoch
          && visit.survivedUntil.filter(end -> end <= later.visit.began).isPresent();
    }
  }

  private final IntSupplier epoch;
  private final IntSupplier settlements;
  private final List<Start> starts = new ArrayList<>();
  private final List<Visit> visits = new ArrayList<>();
  private int moment;
  private int unseen;

  /**
   * @param epoch how many times the bus was emptied so far
   * @param settlements how many settlements are known to stand on it so far
   */
  public RunLedger(IntSupplier epoch, IntSupplier settlements) {
    this.epoch = epoch;
    this.settlements = settlements;
  }

  /** One for a bus that counts both. */
  public static RunLedger on(InMemoryBus bus) {
    return new RunLedger(bus::epoch, bus::settlements);
  }

  /**
   * @param process unique to one process start
   */
  public synchronized Visit begin(String process, Optional<Message> message) {
    Visit visit = new Visit(process, message, ++moment);
    visit.looked(epoch.getAsInt());
    visits.add(visit);
    return visit;
  }

  /** The process lives on after {@code visit}. */
  public synchronized void survived(Visit visit) {
    if (visit.survivedUntil.isEmpty()) {
      visit.survivedUntil = Optional.of(++moment);
    }
  }

  /** So many processes were cut short that may each have set one run aside that never began. */
  public synchronized void mayHaveReserved(int processes) {
    unseen += processes;
  }

  synchronized int unseen() {
    return unseen;
  }

  /** The process came to its end in its own time: nothing of it was cut short. */
  public synchronized void ended(String process) {
    visits.stream().filter(visit -> visit.process.equals(process)).forEach(this::survived);
  }

  public synchronized Start start(ProjectId by, Envelope envelope, Visit visit) {
    Start start = new Start(Message.of(by, envelope), envelope, visit, settlements.getAsInt());
    starts.add(start);
    return start;
  }

  /** Every start that was paid, in order. */
  public synchronized List<Start> paid() {
    return starts.stream().filter(start -> start.paid).toList();
  }

  /** Attempts at a message that were cut short by the end of their process. */
  synchronized List<Visit> cutShort() {
    return visits.stream().filter(visit -> !visit.isSurvived()).toList();
  }
}
