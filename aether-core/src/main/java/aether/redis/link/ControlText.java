package aether.redis.link;

import aether.bus.ControlState;
import java.util.Optional;

/** The values of {@code aether:control:conv:<cid>} (CONTRACT §3): absent is active. */
public final class ControlText {
  public static final String PAUSED = "paused";
  public static final String KILLED = "killed";

  private ControlText() {}

  /** The state {@code value} stands for; one that nobody writes stands for none. */
  public static ControlState decode(Optional<String> value) {
    return switch (value.orElse("")) {
      case PAUSED -> ControlState.PAUSED;
      case KILLED -> ControlState.KILLED;
      default -> ControlState.ACTIVE;
    };
  }
}
