package aether.bus.write;

import aether.bus.Presence;

/** Says that a Body is there (CONTRACT §3, {@code aether:heartbeat:<id>}). */
public interface Heartbeat {
  /**
   * Says so for another TTL, with what it is doing. {@code Offline} and {@code Killed} are refused.
   */
  void beat(Presence presence);

  /** Says at once that it has gone. */
  void stop();
}
