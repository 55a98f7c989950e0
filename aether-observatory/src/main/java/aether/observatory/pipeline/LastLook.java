package aether.observatory.pipeline;

import aether.event.Extinction;
import aether.message.Envelope;
import aether.observatory.outbound.Finding;
import aether.observatory.outbound.Outbound;
import aether.observatory.turn.ControlBlock;
import aether.observatory.turn.StoredResult;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last look at a finished run before anything of it is written on the bus, the processing log
 * included.
 */
record LastLook(Outbound outbound) {
  private static final Logger LOG = LoggerFactory.getLogger(LastLook.class);
  private static final String BLOCKED = "reply_blocked";
  private static final String WITHHELD = "withheld: ";

  /**
   * {@code result}, or what may be written of it when it holds what must not leave: then the whole
   * is kept for the operator.
   */
  StoredResult at(Envelope parent, StoredResult result) {
    Optional<Finding> finding = outbound.judge(result.block());
    if (finding.isEmpty()) {
      return result;
    }
    String what = finding.get().words();
    LOG.atWarn()
        .addKeyValue("conversation", parent.conversation())
        .addKeyValue("message", parent.id())
        .log("reply not sent, it holds {}", what);
    outbound.keep(parent, result.block(), finding.get());
    return new StoredResult(
        ControlBlock.silence(WITHHELD + what),
        result.sessionId(),
        Optional.of(BLOCKED),
        result.usage());
  }

  /** Why {@code stored} has no reply, when a last look, now or in an earlier life, took it. */
  static Optional<Extinction> objection(Envelope parent, StoredResult stored) {
    return stored
        .reason()
        .filter(BLOCKED::equals)
        .map(_ ->
            new Extinction.ReplyBlocked(
                parent.from(), stored.block().summary().replaceFirst("^" + WITHHELD, "")));
  }
}
