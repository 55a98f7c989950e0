package aether.redis.write;

import aether.event.Event;
import aether.event.EventCodec;
import aether.message.Envelope;
import aether.message.EnvelopeCodec;
import aether.message.ProjectId;
import aether.message.Recipient;
import aether.redis.Keys;
import aether.redis.link.Step;
import io.lettuce.core.XAddArgs;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The commands that put messages and events on the bus (CONTRACT §3, §4). */
final class Mail {
  /** About how many events the mirror keeps. */
  static final long MIRROR_LENGTH = 50_000;

  /** How long the inbox of a client that has gone is kept for its late answers. */
  static final Duration TRANSIENT_INBOX = Duration.ofDays(1);

  /** About how many answers are kept for the operator, whose inbox nobody empties. */
  static final long OPERATOR_LENGTH = 10_000;

  private Mail() {}

  /** Puts {@code envelope} in the stream of its recipient. */
  static List<Step> put(Envelope envelope) {
    String data = EnvelopeCodec.encode(envelope);
    return switch (envelope.to()) {
      case Recipient.Everyone _ -> List.of(add(Keys.BROADCAST, data));
      case Recipient.Project project when project.id().isTransient() ->
          List.of(add(Keys.inbox(project.id()), data), expire(project.id()));
      case Recipient.Project project when project.id().equals(ProjectId.OPERATOR) ->
          List.of(add(Keys.inbox(project.id()), data, OPERATOR_LENGTH));
      case Recipient.Project project -> List.of(add(Keys.inbox(project.id()), data));
    };
  }

  /** Puts {@code reply} before the operator. */
  static List<Step> ask(Envelope reply) {
    return List.of(add(Keys.APPROVALS, EnvelopeCodec.encode(reply)));
  }

  /** Appends {@code event} to the mirror. */
  static Step event(Event event) {
    return add(Keys.EVENTS, EventCodec.encode(event), MIRROR_LENGTH);
  }

  /** Appends an entry with {@code data} to {@code stream}. */
  static Step add(String stream, String data) {
    return redis -> redis.xadd(stream, Map.of(Keys.DATA, data));
  }

  private static Step add(String stream, String data, long length) {
    XAddArgs bounded = new XAddArgs().maxlen(length).approximateTrimming();
    return redis -> redis.xadd(stream, bounded, Map.of(Keys.DATA, data));
  }

  private static Step expire(ProjectId id) {
    String inbox = Keys.inbox(id);
    return redis -> redis.expire(inbox, TRANSIENT_INBOX);
  }
}
