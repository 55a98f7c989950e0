package aether.observatory.turn;

import aether.observatory.sandbox.Sandbox;

/**
 * Where runs take place on this host.
 *
 * @param register knows of each run, so that what this process leaves when it is killed is ended
 * @param sandbox what the operating system keeps a run from
 */
public record Housing(ChildRegister register, Sandbox sandbox) {
  /** Unconfined runs of which nobody need know. */
  public static Housing none() {
    return new Housing(ChildRegister.none(), Sandbox.none("not asked for"));
  }

  /** The same in another sandbox. */
  public Housing in(Sandbox other) {
    return new Housing(register, other);
  }
}
