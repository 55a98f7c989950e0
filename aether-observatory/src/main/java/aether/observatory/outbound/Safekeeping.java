package aether.observatory.outbound;

import aether.message.Envelope;
import aether.observatory.turn.ControlBlock;

/** Where a blocked reply stays for the operator. Must not throw. */
@FunctionalInterface
public interface Safekeeping {
  /** Keeps what the agent wanted to answer to {@code parent}; the same one again is kept once. */
  void keep(Envelope parent, ControlBlock block, Finding why);
}
