package aether.redis;

import aether.config.Namespace;
import aether.message.ConversationId;
import aether.message.MessageId;
import aether.message.ProjectId;
import java.time.Instant;

/**
 * Every name in Redis (CONTRACT §3), and nowhere else, as it is in the namespace {@code aether};
 * the connection translates it into that of its bus ({@link #in}). An id that is not {@code
 * isSafe()} never becomes part of one: it is refused with an {@link IllegalArgumentException}.
 */
public final class Keys {
  private static final String PREFIX = "aether:";

  /** Stream of waves. */
  public static final String BROADCAST = "aether:broadcast";

  /** Stream of events: the global mirror. */
  public static final String EVENTS = "aether:events";

  /** Stream of operators' deeds, each chained to the one before; never trimmed. */
  public static final String AUDIT = "aether:audit";

  /** Number and hash of the newest record of {@link #AUDIT}. */
  public static final String AUDIT_HEAD = "aether:audit:head";

  /** Stream of replies that wait for approval. */
  public static final String APPROVALS = "aether:approvals";

  /** Hash of registered Bodies. */
  public static final String REGISTRY = "aether:registry";

  /** The one field of a stream entry that holds JSON. */
  public static final String DATA = "data";

  private Keys() {}

  /** The name that {@code key} of this class has in a Redis where the bus is {@code namespace}. */
  public static String in(Namespace namespace, String key) {
    return namespace.equals(Namespace.DEFAULT) || !key.startsWith(PREFIX)
        ? key
        : namespace.name() + key.substring(PREFIX.length() - 1);
  }

  /** Stream of messages for one Body. */
  public static String inbox(ProjectId id) {
    return "aether:inbox:" + safe(id);
  }

  /** The consumer group of one Body, in its own inbox. */
  public static String group(ProjectId id) {
    return "grp-" + safe(id);
  }

  /** The broadcast position up to which a Body has settled all waves. */
  public static String cursor(ProjectId id) {
    return "aether:cursor:" + safe(id);
  }

  /** When a Body was last there, with a TTL. */
  public static String heartbeat(ProjectId id) {
    return "aether:heartbeat:" + safe(id);
  }

  /** What a Body is doing, beside its heartbeat. */
  public static String presence(ProjectId id) {
    return "aether:presence:" + safe(id);
  }

  /** Who is the one live Observatory of a Body, with a TTL. */
  public static String lease(ProjectId id) {
    return "aether:lease:" + safe(id);
  }

  /** The token of the last owner of a Body, whether its lease still holds or not. */
  public static String fence(ProjectId id) {
    return "aether:fence:" + safe(id);
  }

  /** What a Body remembers of a message. */
  public static String processingLog(ProjectId id, MessageId message) {
    if (!message.isSafe()) {
      throw refused("message id", message.value());
    }
    return "aether:proclog:" + safe(id) + ":" + message;
  }

  /** The same, when another sender's message already stands under this message id. */
  public static String processingLog(ProjectId id, MessageId message, ProjectId sender) {
    return processingLog(id, message) + ":" + safe(sender);
  }

  /** The same for a message whose sender is verified, when one stands there that is not. */
  public static String verifiedLog(ProjectId id, MessageId message, ProjectId sender) {
    return processingLog(id, message, sender) + ":verified";
  }

  /** Stream of what a Body's runs have cost: a copy of its ledger. */
  public static String ledger(ProjectId id) {
    return "aether:ledger:" + safe(id);
  }

  /** Hash of a Body's agent sessions by conversation. */
  public static String sessions(ProjectId id) {
    return "aether:sessions:" + safe(id);
  }

  /** Counter of a conversation's messages in the minute of {@code now}. */
  public static String rate(ConversationId conversation, Instant now) {
    return "aether:rate:" + safe(conversation) + ":" + Math.floorDiv(now.getEpochSecond(), 60);
  }

  /** The operator's decision about a conversation. */
  public static String control(ConversationId conversation) {
    return "aether:control:conv:" + safe(conversation);
  }

  /** Present when the operator has ended a Body. */
  public static String control(ProjectId id) {
    return "aether:control:project:" + safe(id);
  }

  /** Present when the operator has paused a Body. */
  public static String pause(ProjectId id) {
    return "aether:control:pause:" + safe(id);
  }

  /** Present when the replies of a conversation wait for approval. */
  public static String askFirst(ConversationId conversation) {
    return "aether:control:ask:conv:" + safe(conversation);
  }

  /** Present when the replies of a Body wait for approval. */
  public static String askFirst(ProjectId id) {
    return "aether:control:ask:project:" + safe(id);
  }

  /** List of messages a Python peer holds for an offline recipient. */
  public static String hold(ProjectId id) {
    return "aether:hold:" + safe(id);
  }

  /** List of messages a Python peer has parked while their conversation was paused. */
  public static String pauseHold(ProjectId id) {
    return "aether:pausehold:" + safe(id);
  }

  /** Stream of what a Body could not process. */
  public static String dead(ProjectId id) {
    return "aether:dead:" + safe(id);
  }

  /** Which answers of a conversation a reader has been given. */
  public static String handed(ProjectId reader, ConversationId conversation) {
    return "aether:handed:" + safe(reader) + ":" + safe(conversation);
  }

  private static String safe(ProjectId id) {
    if (!id.isSafe()) {
      throw refused("project id", id.value());
    }
    return id.value();
  }

  private static String safe(ConversationId id) {
    if (!id.isSafe()) {
      throw refused("conversation id", id.value());
    }
    return id.value();
  }

  private static IllegalArgumentException refused(String what, String value) {
    return new IllegalArgumentException(
        what + " '" + value + "' cannot name a key; use letters, digits, '_', '.' and '-'");
  }
}
