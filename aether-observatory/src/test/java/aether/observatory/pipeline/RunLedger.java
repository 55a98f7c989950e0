package aether.observatory.pipeline;

import aether.message.Envelope;
import aether.message.MessageId;
import aether.message.ProjectId;
import aether.testkit.InMemoryBus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Every start of an agent, written down by the runner of a test: the only witness of what was paid
 * that does not go through the bus. For one thread.
 */
final class RunLedger {
  /** One message as one Body knows it. */
  record Message(ProjectId by, ProjectId sender, MessageId id) {
    static Message of(ProjectId by, Envelope envelope) {
      return new Message(by, envelope.from(), envelope.id());
    }

    @Override
    public String toString() {
      return "message " + id + " of " + sender + " at " + by;
    }
  }

  /** What an agent made of its run. */
  enum Answer {
    REPLY,
    SILENCE,
    /** It said nothing that can be read, or failed, or never ended. */
    NONE
  }

  /** One attempt of one process to bring a message to its end. */
  static final class Visit {
    private final String process;
    private final int began;
    private int epoch;
    private Optional<Integer> survivedUntil = Optional.empty();

    private Visit(String process, int began) {
      this.process = process;
      this.began = began;
    }

    /** From here on it knows the bus as it is after {@code epoch} flushes. */
    void looked(int inEpoch) {
      epoch = inEpoch;
    }
  }

  /** One start of an agent. */
  static final class Start {
    private final Message message;
    private final Envelope envelope;
    private final Visit visit;
    private final int settlementsBefore;
    private Answer answer = Answer.NONE;
    private boolean paid = true;

    private Start(Message message, Envelope envelope, Visit visit, int settlementsBefore) {
      this.message = message;
      this.envelope = envelope;
      this.visit = visit;
      this.settlementsBefore = settlementsBefore;
    }

    void answered(Answer what) {
      answer = what;
    }

    /** It turned out that nothing ran: no agent, no credit, no such session. */
    void costNothing() {
      paid = false;
    }

    Message message() {
      return message;
    }

    Envelope envelope() {
      return envelope;
    }

    Answer answer() {
      return answer;
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

  private final InMemoryBus bus;
  private final List<Start> starts = new ArrayList<>();
  private int visits;

  RunLedger(InMemoryBus bus) {
    this.bus = bus;
  }

  /**
   * @param process unique to one process start
   */
  Visit begin(String process) {
    Visit visit = new Visit(process, ++visits);
    visit.looked(bus.epoch());
    return visit;
  }

  /** The process lives on after {@code visit}. */
  void survived(Visit visit) {
    visit.survivedUntil = Optional.of(++visits);
  }

  Start start(ProjectId by, Envelope envelope, Visit visit) {
    Start start = new Start(Message.of(by, envelope), envelope, visit, bus.settlements());
    starts.add(start);
    return start;
  }

  /** Every start that was paid, in order. */
  List<Start> paid() {
    return starts.stream().filter(start -> start.paid).toList();
  }
}
