package aether.testkit;

import aether.bus.write.Entry;
import aether.bus.write.Entry.Origin;
import aether.bus.write.Inbox;
import aether.event.Event;
import aether.message.Decoded;
import aether.message.EnvelopeCodec;
import aether.message.ProjectId;
import aether.testkit.BusHistory.Source;
import aether.testkit.MemoryBody.Group;
import aether.testkit.MemoryStream.Placed;
import aether.testkit.MemoryStream.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The inbox of one Body in memory. */
final class MemoryInbox implements Inbox {
  private final Memory memory;
  private final ProjectId id;
  private final AtomicInteger epoch = new AtomicInteger();

  MemoryInbox(Memory memory, ProjectId id) {
    this.memory = memory;
    this.id = id;
  }

  @Override
  public void open() {
    memory.run(
        "open",
        state -> {
          MemoryBody body = state.body(id);
          if (body.group.isEmpty()) {
            body.group = Optional.of(new Group());
            epoch.incrementAndGet();
          }
          if (body.cursor.isEmpty()) {
            body.cursor = Optional.of(state.broadcast.last());
            state.history.opened(id, state.broadcast.last());
          }
          return body;
        });
  }

  @Override
  public int epoch() {
    return epoch.get();
  }

  @Override
  public List<Entry> unsettled(String position, int count) {
    Position from = Position.parse(position);
    return memory.run(
        "unsettled",
        state -> {
          MemoryBody body = state.body(id);
          return body.group().pending.tailSet(from, false).stream()
              .limit(count)
              .flatMap(at -> body.inbox.at(at).map(fields -> new Placed<>(at, fields)).stream())
              .map(placed -> MemoryBody.entry(Origin.INBOX, placed))
              .toList();
        });
  }

  @Override
  public List<Entry> next(int count, Duration patience) {
    return memory.await("next", patience, state -> take(state.body(id), count));
  }

  private static List<Entry> take(MemoryBody body, int count) {
    Group group = body.group();
    List<Entry> taken = new ArrayList<>();
    for (Placed<Map<String, String>> placed : body.inbox.after(group.delivered, count)) {
      group.delivered = placed.position();
      group.pending.add(placed.position());
      taken.add(MemoryBody.entry(Origin.INBOX, placed));
    }
    return taken;
  }

  @Override
  public List<Entry> nextWaves(String position, int count, Duration patience) {
    Position from = Position.parse(position);
    return memory.await(
        "nextWaves",
        patience,
        state ->
            state.broadcast.after(from, count).stream()
                .map(placed -> MemoryBody.entry(Origin.BROADCAST, placed))
                .toList());
  }

  @Override
  public String waveCursor() {
    return memory.run("waveCursor", state -> state.body(id).cursor().toString());
  }

  @Override
  public int drainHolds() {
    return memory.run(
        "drainHolds",
        state -> {
          MemoryBody body = state.body(id);
          return drain(state, body.pauseHold, false) + drain(state, body.hold, true);
        });
  }

  /** What waited for an offline recipient has no event yet; what a pause parked has one. */
  private int drain(MemoryState state, Deque<String> list, boolean announce) {
    int moved = 0;
    for (String data = list.poll(); data != null; data = list.poll()) {
      if (announce && EnvelopeCodec.decode(data) instanceof Decoded.Valid valid) {
        state.append(List.of(new Event.MessageSent(valid.envelope(), state.now())));
      }
      state.toInbox(id, Map.of("data", data), announce ? Source.HELD : Source.RAW);
      moved++;
    }
    return moved;
  }
}
