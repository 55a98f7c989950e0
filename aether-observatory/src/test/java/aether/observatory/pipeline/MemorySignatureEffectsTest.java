package aether.observatory.pipeline;

import aether.testkit.HandClock;
import aether.testkit.InMemoryBus;

/** On a bus in memory. */
class MemorySignatureEffectsTest extends SignatureEffects {
  @Override
  Sky open() {
    HandClock clock = new HandClock();
    return new Sky(clock, new MemorySkyBus(new InMemoryBus(clock)));
  }
}
