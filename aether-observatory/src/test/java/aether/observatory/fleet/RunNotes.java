package aether.observatory.fleet;

import aether.message.Envelope;
import aether.message.ProjectId;
import aether.observatory.audit.RunLedger;
import aether.observatory.audit.RunLedger.Answer;
import aether.observatory.audit.RunLedger.Message;
import aether.observatory.audit.RunLedger.Start;
import aether.observatory.audit.RunLedger.Visit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the agents of a fleet have noted on the disk of their runs: {@code s NUMBER PROCESS} at the
 * start, {@code e NUMBER PROCESS} at the end, where the process is that of the Observatory.
 */
final class RunNotes {
  private record Run(int number, String process) {}

  /** Stands where the bus has forgotten everything. */
  static final String FORGOTTEN = "forgotten";

  private final Path file;
  private final List<Envelope> sent;
  private final RunLedger ledger = new RunLedger(this::epoch, () -> 0);
  private final Map<Run, Visit> visits = new HashMap<>();
  private final Map<Run, Start> open = new HashMap<>();
  private int epoch;

  /**
   * @param sent every message; its place is its number
   */
  RunNotes(Path file, List<Envelope> sent) {
    this.file = file;
    this.sent = sent;
  }

  /** What they say, given how the processes ended. */
  RunLedger read(Fleet.Log processes) throws IOException {
    if (Files.exists(file)) {
      Files.readAllLines(file).forEach(this::read);
    }
    processes.ended().forEach(pid -> ledger.ended(Long.toString(pid)));
    ledger.mayHaveReserved(processes.killed());
    return ledger;
  }

  private int epoch() {
    return epoch;
  }

  private void read(String line) {
    if (line.equals(FORGOTTEN)) {
      epoch++;
      return;
    }
    String[] words = line.split(" ");
    Run run = new Run(Integer.parseInt(words[1]), words[2]);
    Envelope message = sent.get(run.number());
    ProjectId by = new ProjectId(message.to().address());
    switch (words[0]) {
      case "s" -> {
        Optional.ofNullable(visits.get(run)).ifPresent(ledger::survived);
        Visit visit = ledger.begin(run.process(), Optional.of(Message.of(by, message)));
        visits.put(run, visit);
        open.put(run, ledger.start(by, message, visit));
      }
      case "e" ->
          Optional.ofNullable(open.remove(run))
              .ifPresent(start -> start.ended(Answer.REPLY, Crew.COST));
      default -> throw new IllegalArgumentException("no such note: " + line);
    }
  }
}
