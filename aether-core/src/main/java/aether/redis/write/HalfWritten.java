package aether.redis.write;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Redis has carried out a transaction although it refused some of its commands: those others are
 * written.
 */
final class HalfWritten extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Object> replies;
  private final RuntimeException first;

  /**
   * @param replies one for each command; a {@link RuntimeException} where it was refused
   * @param first the first of these
   */
  HalfWritten(List<Object> replies, RuntimeException first) {
    super(first);
    this.replies = replies;
    this.first = first;
  }

  /** One of which only the command at {@code refused} was not carried out. */
  static HalfWritten but(int refused, int commands, RuntimeException why) {
    List<Object> replies = new ArrayList<>(Collections.nCopies(commands, "OK"));
    replies.set(refused, why);
    return new HalfWritten(replies, why);
  }

  /** What it means to a caller who can do nothing about it. */
  RuntimeException first() {
    return first;
  }

  boolean isRefused(int command) {
    return replies.get(command) instanceof RuntimeException;
  }
}
