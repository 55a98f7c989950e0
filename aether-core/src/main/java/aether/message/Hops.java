package aether.message;

/**
 * How far a conversation has travelled, and how far it may (CONTRACT §1 Horizon, §2).
 *
 * @param count messages before this one in its chain, 0 at the origin
 * @param max the sender's ceiling, at least 1; a receiver may hold a lower one
 */
public record Hops(int count, int max) {
  /** The ceiling of a message that names none. */
  public static final int DEFAULT_MAX = 8;

  public Hops {
    if (count < 0) {
      throw new IllegalArgumentException("hop_count is " + count + "; it must be at least 0");
    }
    if (max < 1) {
      throw new IllegalArgumentException("max_hops is " + max + "; it must be at least 1");
    }
  }

  /** The first hop of a conversation under {@code max}. */
  public static Hops origin(int max) {
    return new Hops(0, max);
  }

  /** The hop after this one, under the same ceiling. */
  public Hops next() {
    return new Hops(Math.addExact(count, 1), max);
  }

  /** Whether Horizon stops a message with these hops on receipt, given the receiver's ceiling. */
  public boolean exhausted(int ceiling) {
    return count >= Math.min(max, ceiling);
  }
}
