package aether.bus;

import java.time.Instant;
import java.util.Optional;

/** What is known of a Body right now (CONTRACT §3, {@code aether:heartbeat:<id>}). */
public sealed interface Presence {
  /** No heartbeat. */
  record Offline() implements Presence {}

  /**
   * A heartbeat, and nothing running.
   *
   * @param since when it came online; empty where it does not say
   */
  record Idle(Instant lastBeat, Optional<Instant> since) implements Presence {
    /** One that does not say since when. */
    public Idle(Instant lastBeat) {
      this(lastBeat, Optional.empty());
    }
  }

  /** A heartbeat, and {@code turns} turns running since {@code since}. */
  record Thinking(Instant lastBeat, int turns, Instant since) implements Presence {}

  /**
   * A heartbeat, but the Observatory takes no messages; {@code reason} is one line.
   *
   * @param since when that began; empty where it does not say
   */
  record Suspended(Instant lastBeat, String reason, Optional<Instant> since) implements Presence {
    /** One that does not say since when. */
    public Suspended(Instant lastBeat, String reason) {
      this(lastBeat, reason, Optional.empty());
    }

    /** Whether the operator has paused it, which says nothing of when. */
    public boolean isPaused() {
      return reason.equals(PAUSED);
    }
  }

  /** Ended by the operator; its messages are extinguished until it is revived. */
  record Killed() implements Presence {}

  /** Why a Body is suspended that the operator has paused. */
  String PAUSED = "paused by the operator";

  /** The same while the operator has paused the Body. */
  default Presence paused() {
    return switch (this) {
      case Offline _, Killed _ -> this;
      case Idle idle -> new Suspended(idle.lastBeat(), PAUSED);
      case Thinking thinking -> new Suspended(thinking.lastBeat(), PAUSED);
      case Suspended suspended -> new Suspended(suspended.lastBeat(), PAUSED);
    };
  }

  /** In one word, as every list of Bodies says it. */
  default String word() {
    return switch (this) {
      case Offline _ -> "offline";
      case Idle _ -> "online";
      case Thinking _ -> "thinking";
      case Suspended _ -> "suspended";
      case Killed _ -> "killed";
    };
  }

  /** Whether messages sent now are read now. */
  default boolean isOnline() {
    return switch (this) {
      case Offline _, Killed _ -> false;
      case Idle _, Thinking _, Suspended _ -> true;
    };
  }
}
