package aether.observatory.pipeline;

import java.util.HashSet;
import java.util.Set;

/** Which messages are in memory, and how many may be. Guarded by its {@link Dispatcher}. */
final class InHand {
  /** Inbox messages at most; from half of it on, each conversation has but one. */
  private static final int CAPACITY = 512;

  /** Waves at most; they are read once only. */
  private static final int WAVE_CAPACITY = 512;

  /** Waves of paused conversations kept besides. */
  private static final int STANDING_CAPACITY = 4_096;

  private final Set<String> known = new HashSet<>();

  /** What was done with while a page of the inbox was read that may still hold it. */
  private final Set<String> done = new HashSet<>();

  private boolean paging;

  /** How many of {@code known} came in the inbox. */
  private int fromInbox;

  /** How many of {@code known} stand in parked lanes: nothing but the operator moves them. */
  private int standing;

  /** Whether it is neither here nor done with since the page began that it is on. */
  boolean isNews(Incoming incoming) {
    return !known.contains(key(incoming)) && !done.contains(key(incoming));
  }

  void add(Incoming incoming) {
    if (known.add(key(incoming)) && Dispatcher.isInInbox(incoming)) {
      fromInbox++;
    }
  }

  void remove(Incoming incoming) {
    if (known.remove(key(incoming)) && Dispatcher.isInInbox(incoming)) {
      fromInbox--;
    }
  }

  void settle(Incoming incoming) {
    remove(incoming);
    if (paging) {
      done.add(key(incoming));
    }
  }

  /** So many more of these, or fewer, stand in parked lanes. */
  void stand(int more) {
    standing += more;
  }

  void beginPage() {
    paging = true;
  }

  void endPage() {
    paging = false;
    done.clear();
  }

  boolean isCrowded() {
    return fromInbox >= CAPACITY / 2;
  }

  /** Whether there is no room for {@code incoming}. */
  boolean isFull(Incoming incoming) {
    return Dispatcher.isInInbox(incoming)
        ? fromInbox >= CAPACITY
        : known.size() - fromInbox - standing >= WAVE_CAPACITY || standing >= STANDING_CAPACITY;
  }

  int size() {
    return known.size();
  }

  private static String key(Incoming incoming) {
    return incoming.entry().origin() + " " + incoming.entry().id();
  }
}
