package aether.observatory.pipeline;

import aether.bus.write.ProcessingLog;
import aether.bus.write.Reservation;
import aether.bus.write.Settled;
import aether.bus.write.Settlement;
import aether.bus.write.Standing;
import aether.message.Envelope;
import aether.message.ProjectId;
import aether.observatory.audit.RunLedger;
import aether.observatory.audit.RunLedger.Answer;
import aether.observatory.audit.RunLedger.Message;
import aether.observatory.audit.RunLedger.Start;
import aether.observatory.audit.RunLedger.Visit;
import aether.observatory.turn.AgentRunner;
import aether.observatory.turn.ControlBlock;
import aether.observatory.turn.ControlParser;
import aether.observatory.turn.Parsed;
import aether.observatory.turn.Run;
import aether.observatory.turn.RunResult;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Stands between one process of a Body, its log and its agent, and writes its runs down. */
final class Witness {
  private final RunLedger ledger;
  private final ProjectId body;
  private final String process;
  private final Map<Message, Visit> visits = new ConcurrentHashMap<>();
  private final ThreadLocal<Envelope> reserved = new ThreadLocal<>();
  private final Map<Message, Start> last = new ConcurrentHashMap<>();
  private volatile boolean dead;

  Witness(RunLedger ledger, ProjectId body, String process) {
    this.ledger = ledger;
    this.body = body;
    this.process = process;
  }

  /** The process has come to its end in its own time. */
  void closed() {
    ledger.ended(process);
  }

  /** The process is no more: what it does from now on is nothing that happens. */
  void died() {
    dead = true;
  }

  boolean isDead() {
    return dead;
  }

  ProcessingLog log(ProcessingLog sound) {
    return new FaultyLog(sound) {
      @Override
      public Standing look(Envelope envelope, Instant now) {
        Message message = Message.of(body, envelope);
        Optional.ofNullable(visits.get(message)).ifPresent(Witness.this::survived);
        Visit visit = ledger.begin(process, Optional.of(message));
        visits.put(message, visit);
        return sound.look(envelope, now);
      }

      @Override
      public long reserve(Reservation reservation, Instant now) {
        reserved.set(reservation.envelope());
        return sound.reserve(reservation, now);
      }

      @Override
      public void release(Reservation reservation) {
        Optional.ofNullable(last.remove(Message.of(body, reservation.envelope())))
            .ifPresent(Start::handedBack);
        sound.release(reservation);
      }

      @Override
      public Settled settle(Settlement settlement) {
        Settled settled = sound.settle(settlement);
        settlement
            .message()
            .flatMap(message -> Optional.ofNullable(visits.get(Message.of(body, message))))
            .ifPresent(Witness.this::survived);
        return settled;
      }
    };
  }

  private void survived(Visit visit) {
    if (!dead) {
      ledger.survived(visit);
    }
  }

  AgentRunner runner(AgentRunner sound) {
    return new AgentRunner() {
      @Override
      public RunResult run(Run run) throws InterruptedException {
        if (dead) {
          throw new IllegalStateException("a process that is no more runs nothing");
        }
        Envelope message = reserved.get();
        Message key = Message.of(body, message);
        Visit visit = visits.computeIfAbsent(key, _ -> ledger.begin(process, Optional.of(key)));
        Start start = ledger.start(body, message, visit);
        last.put(key, start);
        RunResult result = sound.run(run);
        start.ended(answer(result), result);
        return result;
      }

      @Override
      public void endLeftovers() {
        sound.endLeftovers();
      }

      @Override
      public String confinement() {
        return sound.confinement();
      }

      @Override
      public boolean remembers() {
        return sound.remembers();
      }
    };
  }

  private static Answer answer(RunResult result) {
    return result instanceof RunResult.Answered answered
            && ControlParser.parse(answered.text(), "")
                instanceof Parsed.Decided(ControlBlock block)
        ? block.reply().isPresent() ? Answer.REPLY : Answer.SILENCE
        : Answer.NONE;
  }
}
