package aether.observatory.pipeline;

import java.time.Duration;

/** What a lane does after it has worked on a message. */
sealed interface Next {
  /** The message is settled; on to the one behind it. */
  record Proceed() implements Next {}

  /** The conversation is paused; everything stays where it is. */
  record Park() implements Next {}

  /** The same message again, after a while. */
  record Retry(Duration after) implements Next {}
}
