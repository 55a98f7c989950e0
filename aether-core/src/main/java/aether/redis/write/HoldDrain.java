package aether.redis.write;

import aether.event.Event;
import aether.message.Decoded;
import aether.message.EnvelopeCodec;
import aether.message.ProjectId;
import aether.redis.Keys;
import aether.redis.link.Exchange;
import aether.redis.link.Line;
import aether.redis.link.Step;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Moves what a Python peer left in {@code aether:hold:<id>} and {@code aether:pausehold:<id>} to
 * the inbox. Each item is in the list or in the inbox, never in neither; one that does not decode
 * is moved too, for the Observatory to make a dead letter of.
 */
final class HoldDrain {
  private final ProjectId id;
  private final Line line;
  private final InstantSource clock;

  HoldDrain(ProjectId id, Line line, InstantSource clock) {
    this.id = id;
    this.line = line;
    this.clock = clock;
  }

  /** Moves everything. @return how many items */
  int drain() {
    return line.exclusively(
        redis -> drain(redis, Keys.pauseHold(id), false) + drain(redis, Keys.hold(id), true));
  }

  /** Parked messages had their {@code message} event when they were sent; held ones had none. */
  private int drain(Exchange redis, String list, boolean announce) {
    int moved = 0;
    while (true) {
      redis.post(r -> r.watch(list));
      Optional<String> item = redis.find(r -> r.lindex(list, 0));
      if (item.isEmpty()) {
        redis.ask(r -> r.unwatch());
        return moved;
      }
      if (redis.transact(move(list, item.get(), announce)).isPresent()) {
        moved++;
      }
    }
  }

  private List<Step> move(String list, String item, boolean announce) {
    List<Step> calls = new ArrayList<>();
    calls.add(Mail.add(Keys.inbox(id), item));
    if (announce && EnvelopeCodec.decode(item) instanceof Decoded.Valid valid) {
      calls.add(Mail.event(new Event.MessageSent(valid.envelope(), clock.instant())));
    }
    calls.add(r -> r.lpop(list));
    return calls;
  }
}
