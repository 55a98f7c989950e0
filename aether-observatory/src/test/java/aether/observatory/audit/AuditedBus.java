package aether.observatory.audit;

import aether.message.ProjectId;
import aether.testkit.BusHistory;
import aether.testkit.InMemoryBus;
import java.util.List;

/** A bus that has come to rest: what happened on it, and what stands there now. */
public interface AuditedBus {
  /** Everything that ever happened there. */
  BusHistory history();

  /** The ids, as in the history, of entries that were never handed out. */
  List<String> unread(ProjectId body);

  /** The ids of entries that were handed out and not settled. */
  List<String> pending(ProjectId body);

  /** The ids of the entries that lie among the dead letters, in their order. */
  List<String> deadLetters(ProjectId body);

  /** Waves that a Body has not settled. */
  int unreadWaves(ProjectId body);

  /** Where the bus itself has counted other entries than the history knows of; one line each. */
  List<String> miscounts();

  /** The one in memory, which forgets nothing. */
  static AuditedBus of(InMemoryBus bus) {
    return new AuditedBus() {
      @Override
      public BusHistory history() {
        return bus.history();
      }

      @Override
      public List<String> unread(ProjectId body) {
        return bus.unread(body);
      }

      @Override
      public List<String> pending(ProjectId body) {
        return bus.pending(body);
      }

      @Override
      public List<String> deadLetters(ProjectId body) {
        return bus.deadLetters(body).stream().map(dead -> dead.entry().id()).toList();
      }

      @Override
      public int unreadWaves(ProjectId body) {
        return bus.unreadWaves(body);
      }

      @Override
      public List<String> miscounts() {
        return List.of();
      }
    };
  }
}
