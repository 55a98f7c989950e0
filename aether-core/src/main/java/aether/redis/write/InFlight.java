package aether.redis.write;

import aether.message.ConversationId;
import aether.message.ProjectId;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The messages now in a turn, so that the operator's keys are watched before they are settled. */
final class InFlight {
  private final ProjectId me;
  private final Map<String, ConversationId> conversations = new ConcurrentHashMap<>();

  InFlight(ProjectId me) {
    this.me = me;
  }

  void add(String logKey, ConversationId conversation) {
    conversations.put(logKey, conversation);
  }

  /** Whether it was there. */
  boolean remove(String logKey) {
    return conversations.remove(logKey) != null;
  }

  Set<String> guards() {
    return conversations.values().stream()
        .flatMap(conversation -> new Guard(conversation, me).keys().stream())
        .collect(Collectors.toSet());
  }
}
