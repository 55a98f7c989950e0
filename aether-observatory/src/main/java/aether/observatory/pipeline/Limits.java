package aether.observatory.pipeline;

/**
 * What bounds a Body whatever its senders say.
 *
 * @param maxHopsCeiling the highest Horizon accepted; a sender may only ask for less
 * @param ratePerMinute messages of one conversation per minute
 * @param maxAttempts runs of the agent per message: crashes, failures and the re-ask included
 * @param ceilings what it may spend
 */
public record Limits(int maxHopsCeiling, int ratePerMinute, int maxAttempts, Ceilings ceilings) {
  /** The ceiling of a Body that says nothing of its own. */
  public static final int USUAL_CEILING = 16;

  /** The limits of a Body that says nothing of its own. */
  public static final Limits DEFAULT = new Limits(USUAL_CEILING, 20, 2, Ceilings.DEFAULT);

  public Limits {
    atLeastOne("max-hops-ceiling", maxHopsCeiling);
    atLeastOne("rate-per-min", ratePerMinute);
    atLeastOne("max-attempts", maxAttempts);
  }

  /** The same with other ceilings. */
  public Limits withCeilings(Ceilings other) {
    return new Limits(maxHopsCeiling, ratePerMinute, maxAttempts, other);
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " is " + value + "; it must be at least 1");
    }
  }
}
