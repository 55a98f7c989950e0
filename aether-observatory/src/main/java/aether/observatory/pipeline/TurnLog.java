package aether.observatory.pipeline;

import aether.event.EventCodec;
import aether.event.Extinction;
import aether.event.TurnUsage;
import aether.message.Envelope;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** What a human at the daemon's terminal sees of each message that has come to its end: no text. */
final class TurnLog {
  private static final Logger LOG = LoggerFactory.getLogger(TurnLog.class);

  private TurnLog() {}

  /** Says that {@code outcome} of {@code incoming} is written. */
  static void settled(Incoming incoming, Outcome outcome) {
    if (!LOG.isInfoEnabled()) {
      return;
    }
    switch (outcome) {
      case Outcome.Skipped _, Outcome.Parked _ -> {}
      case Outcome.Stopped(Extinction why) ->
          line(incoming, EventCodec.canonicalReason(why)).log("stopped without a turn");
      case Outcome.Dead(var cause, _, int attempts) ->
          line(incoming, cause.name().toLowerCase(Locale.ROOT))
              .addKeyValue("attempts", attempts)
              .log("given up, a dead letter");
      case Outcome.Silent(Outcome.TurnEnd end, Optional<String> reason) ->
          line(incoming, reason.orElse("silent"), end).log("done");
      case Outcome.Withheld(Outcome.TurnEnd end, Extinction why) ->
          line(incoming, EventCodec.canonicalReason(why), end).log("done, the answer stays here");
      case Outcome.Replied(Outcome.TurnEnd end, Envelope reply, boolean held) ->
          line(incoming, held ? "held" : "replied", end)
              .addKeyValue("to", reply.to().address())
              .log("done");
      case Outcome.Submitted(Outcome.TurnEnd end, Envelope reply) ->
          line(incoming, "awaiting_approval", end)
              .addKeyValue("to", reply.to().address())
              .log("done, the answer waits for approval");
    }
  }

  private static LoggingEventBuilder line(Incoming incoming, String outcome, Outcome.TurnEnd turn) {
    LoggingEventBuilder line = line(incoming, outcome);
    Optional<String> usd = turn.usage().flatMap(TurnUsage::costUsd).map(BigDecimal::toPlainString);
    line = usd.isPresent() ? line.addKeyValue("usd", usd.get()) : line;
    Optional<String> seconds = turn.usage().map(TurnLog::seconds);
    return seconds.isPresent() ? line.addKeyValue("seconds", seconds.get()) : line;
  }

  private static LoggingEventBuilder line(Incoming incoming, String outcome) {
    return whose(LOG.atInfo(), incoming).addKeyValue("outcome", outcome);
  }

  private static LoggingEventBuilder whose(LoggingEventBuilder line, Incoming incoming) {
    return incoming
        .envelope()
        .map(envelope ->
            line.addKeyValue("from", envelope.from())
                .addKeyValue("conversation", envelope.conversation())
                .addKeyValue("message", envelope.id()))
        .orElseGet(() -> line.addKeyValue("entry", incoming.entry().id()));
  }

  private static String seconds(TurnUsage used) {
    return String.format(Locale.ROOT, "%.1f", used.duration().toMillis() / 1e3);
  }
}
