package aether.desk;

import aether.event.Extinction;
import aether.message.Envelope;

/** What came of waiting for an answer. */
public sealed interface Answer {
  /** It came. */
  record Reply(Envelope envelope) implements Answer {}

  /** Everybody has done with the conversation, and nobody has answered. */
  record Silence(String summary) implements Answer {}

  /** The conversation was stopped before anybody answered. */
  record Stopped(Extinction why) implements Answer {}

  /** None came in time; it is kept on the bus when it comes (D41). */
  record Late() implements Answer {}
}
