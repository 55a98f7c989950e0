package aether.mcp;

import aether.bus.EventLog;
import aether.event.Event;
import aether.message.ConversationId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The threads this server was asked about, so that each look reads only what is new in the mirror.
 * Safe for use by several threads.
 */
final class Strands {
  private static final int MOST = 64;

  private final Map<ConversationId, Strand> known =
      new LinkedHashMap<>(MOST, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ConversationId, Strand> eldest) {
          return size() > MOST;
        }
      };

  /** Looks at {@code thread} as it is now, alone with it. */
  <T> T with(ConversationId thread, EventLog events, Function<Strand, T> look) {
    return with(thread, events, _ -> {}, look);
  }

  /**
   * The same.
   *
   * @param witness shown what has happened in it since the last look
   */
  <T> T with(
      ConversationId thread, EventLog events, Consumer<Event> witness, Function<Strand, T> look) {
    Strand strand;
    synchronized (known) {
      strand = known.computeIfAbsent(thread, id -> new Strand(id, EventLog.START));
    }
    synchronized (strand) {
      strand.catchUp(events, witness);
      return look.apply(strand);
    }
  }

  /** Says that {@code thread} begins now: nothing before {@code position} belongs to it. */
  void begins(ConversationId thread, String position) {
    synchronized (known) {
      known.putIfAbsent(thread, new Strand(thread, position));
    }
  }
}
