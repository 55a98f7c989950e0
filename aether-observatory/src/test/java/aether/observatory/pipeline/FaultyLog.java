package aether.observatory.pipeline;

import aether.bus.write.ProcessingLog;
import aether.bus.write.Reservation;
import aether.bus.write.Settled;
import aether.bus.write.Settlement;
import aether.bus.write.Standing;
import aether.message.Envelope;
import java.time.Instant;
import java.util.List;

/** A processing log that does all as it should; a mutant overrides what it gets wrong. */
class FaultyLog implements ProcessingLog {
  final ProcessingLog sound;

  FaultyLog(ProcessingLog sound) {
    this.sound = sound;
  }

  @Override
  public Standing look(Envelope envelope, Instant now) {
    return sound.look(envelope, now);
  }

  @Override
  public long reserve(Reservation reservation, Instant now) {
    return sound.reserve(reservation, now);
  }

  @Override
  public List<String> notes() {
    return sound.notes();
  }

  @Override
  public void release(Reservation reservation) {
    sound.release(reservation);
  }

  @Override
  public void record(Envelope envelope, String claudeResult, String sessionId) {
    sound.record(envelope, claudeResult, sessionId);
  }

  @Override
  public Settled settle(Settlement settlement) {
    return sound.settle(settlement);
  }
}
