package aether.redis.write;

import aether.bus.DeadLetter;
import aether.event.Event;
import aether.message.Envelope;
import aether.redis.link.Step;

/** One command of a settlement, and what is lost when Redis refuses it alone. */
sealed interface Part {
  Step step();

  /** Without the reply its recipient waits in vain. */
  record Sent(Envelope reply, Step step) implements Part {}

  /** Without the event nobody knows. */
  record Mirrored(Event event, Step step) implements Part {}

  /** Without the letter the message is gone. */
  record Buried(DeadLetter letter, Step step) implements Part {}

  /** Without the rest the message has come to its end all the same. */
  record Kept(Step step) implements Part {}
}
