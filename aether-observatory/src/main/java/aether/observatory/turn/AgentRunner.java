package aether.observatory.turn;

/**
 * Runs the agent once. Implementations are safe for several threads.
 *
 * <p>A run ends when the agent does, when a limit is reached, or when the calling thread is
 * interrupted: then whatever was started is ended before {@link InterruptedException} is thrown.
 */
public interface AgentRunner {
  /** Runs the agent once and says how it went. Expected failures are values, not exceptions. */
  RunResult run(Run run) throws InterruptedException;

  /**
   * Ends what an earlier process has left running for the same Body. Called before the first run,
   * when no other process owns the Body.
   */
  default void endLeftovers() {}

  /** What the operating system keeps its runs from, in a few words. */
  default String confinement() {
    return "none";
  }

  /** Whether a run that resumes a session knows what was said in it. */
  default boolean remembers() {
    return true;
  }
}
