package aether.observatory.turn;

import aether.observatory.sandbox.Sandbox;

/**
 * Where runs take place on this host.
 *
 * @param register knows of each run, so that what this process leaves when it is killed is ended
 * @param sandbox what the operating system keeps a run from
 * @param atTerminal whether a Ctrl-C may come that is for the daemon and not for its runs
 */
public record Housing(ChildRegister register, Sandbox sandbox, boolean atTerminal) {
  /** One at whatever terminal this process has. */
  public Housing(ChildRegister register, Sandbox sandbox) {
    this(register, sandbox, Terminal.isAttached());
  }

  /** Unconfined runs of which nobody need know. */
  public static Housing none() {
    return new Housing(ChildRegister.none(), Sandbox.none("not asked for"));
  }

  /** The same in another sandbox. */
  public Housing in(Sandbox other) {
    return new Housing(register, other, atTerminal);
  }
}
