package aether.message;

/** What a message is for (CONTRACT §2). {@link #ACK} exists on the wire but never leaves (§8). */
public enum Intent {
  ASK,
  INFORM,
  TASK,
  RESULT,
  ACK
}
