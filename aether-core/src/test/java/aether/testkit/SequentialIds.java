package aether.testkit;

import aether.message.IdSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Ids in sequence, in the shape of a uuid4: {@code 00000000-0000-4000-8000-000000000001}, … */
public final class SequentialIds implements IdSource {
  private final AtomicLong last = new AtomicLong();

  @Override
  public UUID next() {
    return at(last.incrementAndGet());
  }

  /** The id that is given out as number {@code n}, from 1. */
  public static UUID at(long n) {
    return new UUID(0x4000L, 0x8000_0000_0000_0000L | n);
  }
}
