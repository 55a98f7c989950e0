package aether.observatory.pipeline;

import aether.message.Content;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.Intent;
import aether.message.MessageId;
import aether.message.ProjectId;
import aether.message.Recipient;
import aether.observatory.ledger.FileLedger;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/** A process that reserves runs as fast as it can until it may no more, and says how many. */
final class Spender {
  private static final Ceilings CEILINGS =
      new Ceilings(
          new BigDecimal("0.50"),
          new Ceilings.Conversation(10_000, new BigDecimal(10_000)),
          10_000,
          new Ceilings.Daily(10_000, 10_000, new BigDecimal(10_000)),
          new BigDecimal(20));

  private Spender() {}

  /**
   * Arguments: the directory of the ledgers, the Body, a file to wait for. A file of that name with
   * the Body behind it says that it waits.
   */
  public static void main(String[] args) throws IOException {
    Path gate = Path.of(args[2]);
    Files.createFile(waiting(gate, new ProjectId(args[1])));
    while (!Files.exists(gate)) {
      LockSupport.parkNanos(100_000);
    }
    System.out.println(spend(Path.of(args[0]), new ProjectId(args[1])));
  }

  /** Which file says that the process of {@code body} waits for {@code gate}. */
  static Path waiting(Path gate, ProjectId body) {
    return gate.resolveSibling(gate.getFileName() + "." + body);
  }

  /** Reserves until it may no more. @return how often it might */
  static int spend(Path ledgers, ProjectId body) {
    InstantSource clock = InstantSource.system();
    FileLedger ledger = FileLedger.at(ledgers, body, clock);
    Budget budget = new Budget(body, CEILINGS, ledger, clock, () -> UUID.randomUUID().toString());
    int runs = 0;
    while (budget.reserve(message(body, runs)) instanceof Budget.Answer.Reserved) {
      runs++;
    }
    return runs;
  }

  private static Envelope message(ProjectId body, int number) {
    return Envelope.origin(
        new MessageId("m-" + number),
        new ConversationId("c-" + number),
        new ProjectId("alpha"),
        new Recipient.Project(body),
        8,
        InstantSource.system().instant(),
        new Content(Intent.ASK, "May I?"));
  }
}
