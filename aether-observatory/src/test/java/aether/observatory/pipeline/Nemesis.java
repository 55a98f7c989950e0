package aether.observatory.pipeline;

/** What may go wrong, and when. */
@FunctionalInterface
interface Nemesis {
  /** A moment at which something may go wrong. */
  enum Moment {
    /** A command has not reached the bus yet. */
    BEFORE,
    /** The bus has carried a command out; its answer has not come back yet. */
    AFTER,
    /** An agent is running. */
    RUN
  }

  /**
   * Strikes or not.
   *
   * @param command the name of the command; empty during a run
   * @throws Crash to end the process at work
   * @throws aether.bus.BusException.Unavailable as though the connection were cut
   */
  void strike(Moment moment, String command) throws InterruptedException;

  /** The end of a process, as by {@code kill -9}. */
  final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    Crash() {
      super("crash", null, false, false);
    }
  }
}
