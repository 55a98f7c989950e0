package aether.redis;

import aether.bus.BusException;
import aether.bus.Liveness;
import aether.bus.Presence;
import aether.message.ProjectId;
import aether.redis.link.Link;
import aether.redis.link.PresenceCodec;
import io.lettuce.core.KeyValue;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Heartbeats, what stands beside them, and the operator's word. */
final class RedisLiveness implements Liveness {
  private static final int KEYS_PER_BODY = 4;

  private final Link link;

  /** Whether this user was refused what stands beside the heartbeats: it is not asked for again. */
  private volatile boolean narrow;

  /** Whether this user was refused a look at the inboxes: they are not asked for again. */
  private volatile boolean blind;

  RedisLiveness(Link link) {
    this.link = link;
  }

  @Override
  public Map<ProjectId, Presence> presence(Collection<ProjectId> ids) {
    Map<ProjectId, Presence> presences = new LinkedHashMap<>();
    ids.forEach(id -> presences.put(id, new Presence.Offline()));
    List<ProjectId> known = presences.keySet().stream().filter(ProjectId::isSafe).toList();
    if (known.isEmpty()) {
      return presences;
    }
    List<KeyValue<String, String>> values = values(known);
    for (int i = 0; i < known.size(); i++) {
      int first = i * KEYS_PER_BODY;
      presences.put(known.get(i), presence(values.subList(first, first + KEYS_PER_BODY)));
    }
    return presences;
  }

  @Override
  public long queued(ProjectId id) {
    return link.ask(redis -> redis.xlen(Keys.inbox(id)));
  }

  @Override
  public Map<ProjectId, Long> queues(Collection<ProjectId> ids) {
    Map<ProjectId, Link.Answer<Long>> asked = new LinkedHashMap<>();
    if (!blind) {
      ids.stream()
          .filter(ProjectId::isSafe)
          .forEach(id -> asked.put(id, link.send(redis -> redis.xlen(Keys.inbox(id)))));
    }
    Map<ProjectId, Long> lengths = new LinkedHashMap<>();
    try {
      asked.forEach((id, answer) -> length(answer).ifPresent(length -> lengths.put(id, length)));
    } catch (BusException.Denied e) {
      blind = true;
      return Map.of();
    }
    return lengths;
  }

  private static Optional<Long> length(Link.Answer<Long> answer) {
    try {
      return Optional.of(answer.get());
    } catch (BusException.Unusable e) {
      return Optional.empty();
    }
  }

  /** {@link #KEYS_PER_BODY} values for each of {@code ids}; those it may not read are absent. */
  private List<KeyValue<String, String>> values(List<ProjectId> ids) {
    String[] keys = ids.stream().flatMap(RedisLiveness::keys).toArray(String[]::new);
    if (narrow) {
      return beats(ids);
    }
    try {
      return link.ask(redis -> redis.mget(keys));
    } catch (BusException.Denied e) {
      List<KeyValue<String, String>> beats = beats(ids);
      narrow = true;
      return beats;
    }
  }

  /** Heartbeats alone, for a user who may read nothing beside them. */
  private List<KeyValue<String, String>> beats(List<ProjectId> ids) {
    String[] keys = ids.stream().map(Keys::heartbeat).toArray(String[]::new);
    return link.ask(redis -> redis.mget(keys)).stream()
        .flatMap(beat -> {
          KeyValue<String, String> unread = KeyValue.empty("");
          return Stream.of(unread, beat, unread, unread);
        })
        .toList();
  }

  private static Stream<String> keys(ProjectId id) {
    return Stream.of(Keys.control(id), Keys.heartbeat(id), Keys.presence(id), Keys.pause(id));
  }

  private static Presence presence(List<KeyValue<String, String>> values) {
    if (values.getFirst().hasValue()) {
      return new Presence.Killed();
    }
    Presence presence = PresenceCodec.decode(value(values, 1), value(values, 2));
    return value(values, 3).isPresent() ? presence.paused() : presence;
  }

  private static Optional<String> value(List<KeyValue<String, String>> values, int index) {
    return values.get(index).optional();
  }
}
