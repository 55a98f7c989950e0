package aether.cli;

import aether.bus.Body;
import aether.bus.Presence;
import aether.bus.Recorded;
import aether.event.Event;
import aether.event.Milestone;
import aether.message.Content;
import aether.message.Envelope;
import aether.message.Intent;
import aether.message.ProjectId;
import aether.message.Recipient;
import aether.redis.write.RedisBus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** A Body that answers every message at once, through the ports alone. */
final class Responder implements AutoCloseable {
  private final ProjectId id;
  private final RedisBus bus;
  private final String answer;
  private final AtomicReference<Instant> answered = new AtomicReference<>(Instant.MAX);
  private final Function<Envelope, List<Envelope>> sends;
  private final Thread thread;
  private volatile boolean closing;

  private Responder(
      String id, RedisBus bus, String answer, Function<Envelope, List<Envelope>> sends) {
    this.sends = sends;
    this.id = new ProjectId(id);
    this.bus = bus;
    this.answer = answer;
    String start = bus.observer().events().end();
    this.thread = Thread.ofVirtual().unstarted(() -> follow(start));
  }

  /** Registers {@code id}, online; an empty {@code answer} is silence. */
  static Responder start(String id, RedisBus bus, String answer) {
    return start(id, bus, answer, List::of);
  }

  /** One that sends what {@code sends} makes of its answer. */
  static Responder start(
      String id, RedisBus bus, String answer, Function<Envelope, List<Envelope>> sends) {
    Responder responder = new Responder(id, bus, answer, sends);
    register(responder.id, bus);
    bus.heartbeat(responder.id, Duration.ofSeconds(30)).beat(new Presence.Idle(Instant.now()));
    responder.thread.start();
    return responder;
  }

  static void register(ProjectId id, RedisBus bus) {
    var _ = bus.registrar().register(new Body(id, "answers " + id, List.of("java")), false);
  }

  /** When the last answer had been put on the bus. */
  Instant answered() {
    return answered.get();
  }

  @Override
  public void close() {
    closing = true;
    boolean ended = Thread.currentThread().isInterrupted() || joined();
    if (!ended) {
      throw new IllegalStateException("the responder " + id + " does not end");
    }
  }

  private boolean joined() {
    try {
      return thread.join(Duration.ofSeconds(60));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private void follow(String start) {
    String position = start;
    while (!closing) {
      for (Recorded recorded :
          bus.observer().events().await(position, 16, Duration.ofMillis(200))) {
        position = recorded.position();
        if (recorded.event() instanceof Event.MessageSent(Envelope envelope, var _)
            && isForMe(envelope)) {
          answer(envelope);
        }
      }
    }
  }

  private boolean isForMe(Envelope envelope) {
    return switch (envelope.to()) {
      case Recipient.Project(ProjectId to) -> to.equals(id);
      case Recipient.Everyone _ -> true;
    };
  }

  private void answer(Envelope envelope) {
    Instant now = Instant.now();
    Event started = new Event.ProcessingStarted(envelope, id, now);
    Event tool =
        new Event.Progress(
            Optional.of(envelope.conversation()), id, new Milestone.ToolUse("Grep"), now);
    Event done =
        new Event.ProcessingDone(
            envelope, id, "looked it up", Optional.empty(), Optional.empty(), now);
    bus.journal().append(List.of(started, tool));
    if (answer.isEmpty()) {
      bus.journal().append(List.of(done));
    } else {
      Content content = new Content(Intent.RESULT, answer);
      List<Envelope> replies = sends.apply(envelope.reply(id, envelope.from(), content, now));
      replies.stream()
          .limit(replies.size() - 1)
          .forEach(reply -> bus.outbox().send(reply, List.of()));
      bus.outbox().send(replies.getLast(), List.of(done));
      answered.set(Instant.now());
    }
  }
}
