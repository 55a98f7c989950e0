package aether.redis.acl;

import aether.message.ConversationId;
import aether.message.MessageId;
import aether.message.ProjectId;
import aether.redis.Keys;
import java.time.Instant;
import java.util.function.Function;

/** The keys of {@link Keys} as patterns of an access list. */
final class Patterns {
  static final String ANY = "*";

  /** Sessions and other clients that go away again, of all projects. */
  static final String[] TRANSIENT = {
    ProjectId.TRANSIENT_PREFIX + ANY,
    ANY + ProjectId.SESSION_SUFFIX,
    ANY + ProjectId.SESSION_SUFFIX + "-" + ANY
  };

  private static final ProjectId BODY = new ProjectId("Some.Body");
  private static final ConversationId CONVERSATION = new ConversationId("Some.Conversation");
  private static final MessageId MESSAGE = new MessageId("Some.Message");

  private Patterns() {}

  /** The keys that {@code key} names for all ids that {@code ids} matches. */
  static String keys(Function<ProjectId, String> key, String ids) {
    return key.apply(BODY).replace(BODY.value(), ids);
  }

  static String processingLogs(String ids) {
    return keys(id -> Keys.processingLog(id, MESSAGE), ids).replace(MESSAGE.value(), ANY);
  }

  static String handed(String readers) {
    return keys(id -> Keys.handed(id, CONVERSATION), readers).replace(CONVERSATION.value(), ANY);
  }

  /** The counters of all conversations: they belong to no Body. */
  static String rates() {
    String first = Keys.rate(CONVERSATION, Instant.EPOCH);
    return first.substring(0, first.indexOf(CONVERSATION.value())) + ANY;
  }

  /** All that an operator has decided. */
  static String controls() {
    String conversation = Keys.control(CONVERSATION).replace(CONVERSATION.value(), "");
    String body = Keys.control(BODY).replace(BODY.value(), "");
    int common = 0;
    while (conversation.charAt(common) == body.charAt(common)) {
      common++;
    }
    return body.substring(0, common) + ANY;
  }
}
