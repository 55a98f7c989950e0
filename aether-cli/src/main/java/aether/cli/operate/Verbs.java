package aether.cli.operate;

import aether.terminal.Surroundings;

/** The verbs of an operator, as commands. */
public final class Verbs {
  private Verbs() {}

  public static Object pause(Surroundings around) {
    return new Halting.Pause(around);
  }

  public static Object resume(Surroundings around) {
    return new Halting.Resume(around);
  }

  public static Object terminate(Surroundings around) {
    return new Ending.Terminate(around);
  }

  public static Object kill(Surroundings around) {
    return new Ending.Kill(around);
  }

  public static Object revive(Surroundings around) {
    return new Ending.Revive(around);
  }

  public static Object unregister(Surroundings around) {
    return new Ending.Unregister(around);
  }

  public static Object approve(Surroundings around) {
    return new Deciding.Approve(around);
  }

  public static Object deny(Surroundings around) {
    return new Deciding.Deny(around);
  }
}
