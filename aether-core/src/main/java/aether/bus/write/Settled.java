package aether.bus.write;

import aether.bus.ControlState;

/** What became of a settlement. */
public sealed interface Settled {
  /** It is written, all of it. */
  record Done() implements Settled {}

  /** Nothing is written: the operator wants to see the reply before it leaves. */
  record Unapproved() implements Settled {}

  /**
   * Nothing is written: the operator's decision about the conversation or the Body has changed
   * since the message was admitted.
   */
  record Overruled(ControlState conversation, boolean projectKilled) implements Settled {}
}
