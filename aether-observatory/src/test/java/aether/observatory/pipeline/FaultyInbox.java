package aether.observatory.pipeline;

import aether.bus.write.Entry;
import aether.bus.write.Inbox;
import java.time.Duration;
import java.util.List;

/** An inbox that does all as it should; a mutant overrides what it gets wrong. */
class FaultyInbox implements Inbox {
  private final Inbox sound;

  FaultyInbox(Inbox sound) {
    this.sound = sound;
  }

  @Override
  public void open() {
    sound.open();
  }

  @Override
  public List<Entry> unsettled(String position, int count) {
    return sound.unsettled(position, count);
  }

  @Override
  public List<Entry> next(int count, Duration patience) {
    return sound.next(count, patience);
  }

  @Override
  public List<Entry> nextWaves(String position, int count, Duration patience) {
    return sound.nextWaves(position, count, patience);
  }

  @Override
  public String waveCursor() {
    return sound.waveCursor();
  }

  @Override
  public int drainHolds() {
    return sound.drainHolds();
  }

  @Override
  public int epoch() {
    return sound.epoch();
  }
}
