package aether.mcp;

import aether.bus.ControlState;
import aether.bus.Presence;
import aether.event.EventCodec;
import aether.event.Extinction;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.ProjectId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Where a thread stands, in the words of {@code aether_poll} (CONTRACT §11). */
record Status(String word, Optional<String> note) {
  static final Status REPLIED = new Status("reply_received");

  /** What there is to hand out, another session of the project is handing out. */
  static final Status ELSEWHERE =
      new Status(
          "reply_received",
          Optional.of(
              "another session of this project is handing it out; if that one was killed, this"
                  + " one can within a minute"));

  private static final String WAITING = "waiting";

  Status(String word) {
    this(word, Optional.empty());
  }

  /** Whether an answer may still come by itself. */
  boolean mayChange() {
    return Set.of(WAITING, "thinking", "held", "budget_exhausted", "awaiting_approval", "paused")
        .contains(word);
  }

  /** That of {@code strand}, in which nothing new is to be handed out. */
  static Status of(Strand strand, Session session) {
    ControlState control = control(session, strand.thread());
    if (control == ControlState.KILLED) {
      return extinguished(new Extinction.OperatorKill());
    }
    if (strand.ended().isPresent()) {
      return extinguished(strand.ended().get());
    }
    if (control == ControlState.PAUSED) {
      return new Status("paused", Optional.of("the thread is paused until it is resumed"));
    }
    Collection<Strand.Stage> stages = strand.debts().values();
    if (stages.contains(Strand.Stage.THINKING)) {
      return new Status("thinking");
    }
    if (stages.contains(Strand.Stage.BUDGET)) {
      return new Status(
          "budget_exhausted", Optional.of("the asked project goes on when its ceiling allows"));
    }
    return stages.isEmpty() ? settled(strand, session) : waiting(strand, session);
  }

  private static Status settled(Strand strand, Session session) {
    if (strand.asksFirst()) {
      return new Status(
          "awaiting_approval", Optional.of("the answer waits until a human has agreed to it"));
    }
    if (strand.isHeld()) {
      return new Status("held", Optional.of("the answer waits for a peer that is offline"));
    }
    List<Envelope> messages = strand.messages();
    boolean unanswered =
        !messages.isEmpty()
            && session.isOurs(messages.getLast().from())
            && !messages.getLast().isWave();
    return unanswered
        ? new Status(
            "no_reply",
            Optional.of(
                "the asked project is done and chose not to answer"
                    + (strand.summary().isBlank() ? "" : ": " + strand.summary())))
        : new Status(WAITING);
  }

  private static Status waiting(Strand strand, Session session) {
    Set<ProjectId> owners =
        strand.debts().keySet().stream().map(Strand.Debt::owner).collect(Collectors.toSet());
    Map<ProjectId, Presence> presence = session.sky().liveness().presence(owners);
    List<String> away =
        owners.stream()
            .filter(owner -> !presence.getOrDefault(owner, new Presence.Offline()).isOnline())
            .map(ProjectId::value)
            .sorted()
            .toList();
    return away.isEmpty()
        ? new Status(WAITING)
        : new Status(
            "held",
            Optional.of(
                String.join(", ", away)
                    + " is offline; the message waits until its Observatory runs"));
  }

  private static ControlState control(Session session, ConversationId thread) {
    return thread.isSafe()
        ? session
            .sky()
            .control()
            .conversations(List.of(thread))
            .getOrDefault(thread, ControlState.ACTIVE)
        : ControlState.ACTIVE;
  }

  private static Status extinguished(Extinction why) {
    return new Status("extinguished:" + EventCodec.canonicalReason(why));
  }
}
