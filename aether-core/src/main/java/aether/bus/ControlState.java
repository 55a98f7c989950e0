package aether.bus;

/** What the operator has decided about a conversation (CONTRACT §3, {@code aether:control:*}). */
public enum ControlState {
  ACTIVE,
  PAUSED,
  KILLED
}
