package aether.redis.write;

import aether.bus.BusException;
import aether.bus.ControlState;
import aether.bus.PendingReply;
import aether.bus.write.ApprovalDesk;
import aether.event.Action;
import aether.event.Event;
import aether.event.Extinction;
import aether.message.Envelope;
import aether.message.ProjectId;
import aether.message.Recipient;
import aether.redis.Keys;
import aether.redis.link.ApprovalCodec;
import aether.redis.link.ControlText;
import aether.redis.link.Exchange;
import aether.redis.link.Failures;
import aether.redis.link.Line;
import aether.redis.link.Step;
import io.lettuce.core.Range;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes replies out of {@code aether:approvals}, under a watch over what decides. */
final class RedisApprovalDesk implements ApprovalDesk {
  private final Line line;
  private final InstantSource clock;

  RedisApprovalDesk(Line line, InstantSource clock) {
    this.line = line;
    this.clock = clock;
  }

  @Override
  public Decision approve(String id, String actor) {
    return surely(id, reply -> approval(reply, actor), true);
  }

  @Override
  public Decision deny(String id, String actor) {
    return surely(id, reply -> denial(reply, actor), false);
  }

  /** What is written for one decision: the deed first. */
  private record Sentence(Event deed, List<Step> calls) {}

  @FunctionalInterface
  private interface Judge {
    Sentence about(Envelope reply);
  }

  private Sentence approval(Envelope reply, String actor) {
    Event deed = deed(actor, new Action.Approve(reply.conversation(), reply.from(), reply.id()));
    List<Step> calls = new ArrayList<>(Mail.put(reply));
    calls.add(Mail.event(deed));
    calls.add(Mail.event(new Event.MessageSent(reply, clock.instant())));
    return new Sentence(deed, calls);
  }

  private Sentence denial(Envelope reply, String actor) {
    Event deed = deed(actor, new Action.Deny(reply.conversation(), reply.from(), reply.id()));
    Extinction why =
        new Extinction.Denied(
            switch (reply.to()) {
              case Recipient.Project(ProjectId to) -> to;
              case Recipient.Everyone _ -> reply.from();
            },
            reply.id());
    return new Sentence(
        deed,
        List.of(Mail.event(deed), Mail.event(Event.Extinguished.of(reply, why, clock.instant()))));
  }

  private Event deed(String actor, Action action) {
    return new Event.Operated(actor, action, clock.instant());
  }

  private static Decision decide(Exchange redis, String id, Judge judge, boolean sends) {
    while (true) {
      Optional<Envelope> found = watched(redis, id);
      Optional<Decision> objection =
          found.isEmpty()
              ? Optional.of(new Decision.Absent())
              : sends ? overruled(redis, found.get()) : Optional.empty();
      if (objection.isPresent()) {
        redis.ask(r -> r.unwatch());
        return objection.get();
      }
      Sentence sentence = judge.about(found.get());
      List<Step> calls = new ArrayList<>(sentence.calls());
      calls.add(r -> r.xdel(Keys.APPROVALS, id));
      if (AuditWriter.attempt(redis, calls, List.of(sentence.deed())).isPresent()) {
        return new Decision.Done(found.get());
      }
    }
  }

  private static Optional<Envelope> watched(Exchange redis, String id) {
    if (!ApprovalCodec.isId(id)) {
      return Optional.empty();
    }
    redis.post(r -> r.watch(Keys.APPROVALS));
    return redis.ask(r -> r.xrange(Keys.APPROVALS, Range.create(id, id))).stream()
        .findFirst()
        .flatMap(ApprovalCodec::decode)
        .map(PendingReply::reply)
        .filter(Envelope::hasSafeIds);
  }

  private static Optional<Decision> overruled(Exchange redis, Envelope reply) {
    String conversation = Keys.control(reply.conversation());
    String project = Keys.control(reply.from());
    redis.post(r -> r.watch(conversation, project));
    ControlState state = ControlText.decode(redis.find(r -> r.get(conversation)));
    boolean killed = redis.ask(r -> r.exists(project)) > 0;
    return state == ControlState.KILLED || killed
        ? Optional.of(new Decision.Overruled(state, killed))
        : Optional.empty();
  }

  /** After a lost reply it is done again, and the trail tells whether it had been done. */
  private Decision surely(String id, Judge judge, boolean sends) {
    List<Sentence> tried = new ArrayList<>();
    List<Envelope> replies = new ArrayList<>();
    Judge noting =
        reply -> {
          Sentence sentence = judge.about(reply);
          tried.add(sentence);
          replies.add(reply);
          return sentence;
        };
    try {
      return line.exclusively(redis -> decide(redis, id, noting, sends));
    } catch (BusException.Unavailable e) {
      if (Failures.answered(e)) {
        throw e;
      }
      return line.exclusively(redis -> {
        Decision told = decide(redis, id, judge, sends);
        boolean done =
            told instanceof Decision.Absent
                && tried.stream().anyMatch(each -> AuditWriter.isWritten(redis, each.deed()));
        return done ? new Decision.Done(replies.getLast()) : told;
      });
    }
  }
}
