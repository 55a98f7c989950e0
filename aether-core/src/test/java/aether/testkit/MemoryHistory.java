package aether.testkit;

import aether.bus.write.Settlement;
import aether.event.Event;
import aether.message.ProjectId;
import aether.testkit.BusHistory.Added;
import aether.testkit.BusHistory.Opened;
import aether.testkit.BusHistory.Settled;
import aether.testkit.BusHistory.Source;
import aether.testkit.BusHistory.Written;
import aether.testkit.MemoryStream.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes down what happens on a bus in memory. Guarded by the lock of {@link Memory}. */
final class MemoryHistory {
  private final List<Added> added = new ArrayList<>();
  private final List<Settled> settled = new ArrayList<>();
  private final List<Written> events = new ArrayList<>();
  private final List<Opened> opened = new ArrayList<>();
  private int epoch;

  void flushed() {
    epoch++;
  }

  int epoch() {
    return epoch;
  }

  int settlements() {
    return settled.size();
  }

  void added(Source source, Optional<ProjectId> inbox, Position at, Map<String, String> fields) {
    added.add(new Added(epoch, source, inbox, at.toString(), fields));
  }

  void settled(ProjectId by, Settlement settlement) {
    settled.add(new Settled(epoch, by, settlement));
  }

  void wrote(Event event) {
    events.add(new Written(epoch, event));
  }

  void opened(ProjectId by, Position cursor) {
    opened.add(new Opened(epoch, by, cursor.toString()));
  }

  BusHistory snapshot() {
    return new BusHistory(
        epoch, List.copyOf(added), List.copyOf(settled), List.copyOf(events), List.copyOf(opened));
  }
}
