package aether.redis;

import aether.bus.Control;
import aether.bus.ControlState;
import aether.message.ConversationId;
import aether.message.ProjectId;
import aether.redis.link.ControlText;
import aether.redis.link.Link;
import io.lettuce.core.KeyValue;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The operator's decisions in {@code aether:control:*}. */
final class RedisControl implements Control {
  private final Link link;

  RedisControl(Link link) {
    this.link = link;
  }

  @Override
  public Map<ConversationId, ControlState> conversations(Collection<ConversationId> conversations) {
    Map<ConversationId, ControlState> states = new LinkedHashMap<>();
    conversations.forEach(id -> states.put(id, ControlState.ACTIVE));
    List<ConversationId> known = states.keySet().stream().filter(ConversationId::isSafe).toList();
    if (known.isEmpty()) {
      return states;
    }
    String[] keys = known.stream().map(Keys::control).toArray(String[]::new);
    List<KeyValue<String, String>> values = link.ask(redis -> redis.mget(keys));
    for (int i = 0; i < known.size(); i++) {
      states.put(known.get(i), ControlText.decode(values.get(i).optional()));
    }
    return states;
  }

  @Override
  public boolean isKilled(ProjectId project) {
    return project.isSafe() && stands(Keys.control(project));
  }

  @Override
  public boolean isPaused(ProjectId project) {
    return project.isSafe() && stands(Keys.pause(project));
  }

  @Override
  public Set<ConversationId> askingFirst(Collection<ConversationId> conversations) {
    List<ConversationId> known =
        conversations.stream().filter(ConversationId::isSafe).distinct().toList();
    if (known.isEmpty()) {
      return Set.of();
    }
    String[] keys = known.stream().map(Keys::askFirst).toArray(String[]::new);
    List<KeyValue<String, String>> values = link.ask(redis -> redis.mget(keys));
    return IntStream.range(0, known.size())
        .filter(i -> values.get(i).hasValue())
        .mapToObj(known::get)
        .collect(Collectors.toSet());
  }

  @Override
  public boolean asksFirst(ProjectId project) {
    return project.isSafe() && stands(Keys.askFirst(project));
  }

  private boolean stands(String key) {
    return link.ask(redis -> redis.exists(key)) > 0;
  }
}
