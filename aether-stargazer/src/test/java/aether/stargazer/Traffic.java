package aether.stargazer;

import aether.event.Action;
import aether.event.Event;
import aether.event.Extinction;
import aether.event.Milestone;
import aether.event.TurnUsage;
import aether.message.Content;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.Hops;
import aether.message.Intent;
import aether.message.Iso8601;
import aether.message.MessageId;
import aether.message.ProjectId;
import aether.message.Recipient;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A day of a small company of agents: every way a conversation can go, told as events. */
final class Traffic {
  private final List<Event> events = new ArrayList<>();
  private Instant now;
  private int ids;

  Traffic(Instant start) {
    this.now = start;
  }

  /** What has happened so far, oldest first. */
  List<Event> events() {
    return List.copyOf(events);
  }

  Traffic pass(Duration time) {
    now = now.plus(time);
    return this;
  }

  private void add(Event event) {
    events.add(event);
  }

  Envelope say(String conversation, String from, String to, Intent intent, String text, int hop) {
    return say(conversation, from, new Recipient.Project(new ProjectId(to)), intent, text, hop);
  }

  Envelope say(
      String conversation, String from, Recipient to, Intent intent, String text, int hop) {
    Optional<MessageId> parent =
        hop == 0 ? Optional.empty() : Optional.of(new MessageId("m-" + ids));
    Envelope envelope =
        new Envelope(
            new MessageId("m-" + ++ids),
            new ConversationId(conversation),
            new ProjectId(from),
            to,
            parent,
            new Hops(hop, 8),
            Iso8601.format(now),
            new Content(intent, text));
    add(new Event.MessageSent(envelope, now));
    return envelope;
  }

  /** A turn about {@code envelope}, up to its end, which {@link #done} tells. */
  void begin(Envelope envelope, String by, String... tools) {
    ProjectId body = new ProjectId(by);
    pass(Duration.ofMillis(350 + 130L * (ids % 9)));
    add(new Event.ProcessingStarted(envelope, body, now));
    pass(Duration.ofMillis(240));
    step(envelope, body, new Milestone.TurnStart());
    for (String tool : tools) {
      pass(Duration.ofMillis(900 + 410L * (tool.length() % 7)));
      step(envelope, body, new Milestone.ToolUse(tool));
    }
  }

  void step(Envelope envelope, ProjectId body, Milestone milestone) {
    add(new Event.Progress(Optional.of(envelope.conversation()), body, milestone, now));
  }

  void done(Envelope envelope, String by, String summary, String cost, long seconds) {
    pass(Duration.ofSeconds(seconds));
    ProjectId body = new ProjectId(by);
    step(envelope, body, new Milestone.TurnDone("success"));
    add(
        new Event.ProcessingDone(
            envelope,
            body,
            summary,
            Optional.empty(),
            Optional.of(
                new TurnUsage(
                    Optional.of(new BigDecimal(cost)),
                    Optional.of(8400L + 700L * seconds),
                    Optional.of(180L + 40L * seconds),
                    Duration.ofSeconds(seconds + 3),
                    Optional.of("claude-opus-4"))),
            now));
  }

  void stop(Envelope envelope, Extinction why) {
    pass(Duration.ofMillis(120));
    add(Event.Extinguished.of(envelope, why, now));
  }

  void act(Action action) {
    add(new Event.Operated("mei", action, now));
  }

  /** The whole day up to {@code end}; two of its turns still run. */
  static List<Event> day(Instant end) {
    Traffic rehearsal = new Traffic(Instant.EPOCH);
    Scenes.play(rehearsal);
    Duration length = Duration.between(Instant.EPOCH, rehearsal.now);
    Traffic day = new Traffic(end.minus(length).minusSeconds(30));
    Scenes.play(day);
    Traffic last = new Traffic(end.minusSeconds(14));
    last.ids = 1000;
    Scenes.running(last);
    List<Event> events = new ArrayList<>(day.events());
    events.addAll(last.events());
    return events;
  }

  /** What flies at {@code now}: comets of three lengths, a wave, and one that is stopped. */
  static List<Event> flight(Instant now) {
    Traffic t = new Traffic(now.minusMillis(1500));
    t.ids = 2000;
    Scenes.flight(t);
    return t.events();
  }
}
