package aether.cli.machines;

import aether.bus.BusException;
import aether.bus.EventLog;
import aether.bus.Recorded;
import aether.config.Account;
import aether.config.BusAddress;
import aether.config.BusFlags;
import aether.event.Event;
import aether.message.Content;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.Intent;
import aether.message.MessageId;
import aether.message.ProjectId;
import aether.message.Recipient;
import aether.redis.write.RedisBus;
import aether.terminal.Surroundings;
import aether.terminal.Whereabouts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Questions from one machine to a Body on another: {@code Load COUNT TO}. It says {@code half} when
 * half of them are on the bus, and at the end how many were answered, and how many once.
 */
final class Load {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private Load() {}

  public static void main(String[] args) {
    int count = Integer.parseInt(args[0]);
    ProjectId to = new ProjectId(args[1]);
    Whereabouts whereabouts = new Whereabouts(Surroundings.system());
    BusAddress address = whereabouts.as(whereabouts.address(BusFlags.NONE), new Account.Operator());
    try (RedisBus bus = RedisBus.connect(address)) {
      String start = bus.observer().events().end();
      List<Envelope> sent = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        sent.add(question(to, i));
        insist(() -> bus.outbox().send(sent.getLast(), List.of()));
        if (i == count / 2) {
          System.out.println("half");
        }
        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
      }
      Map<MessageId, Integer> answers = await(bus.observer().events(), start, sent);
      System.out.println("answered " + answers.size() + " of " + count);
      System.out.println("once " + answers.values().stream().filter(n -> n == 1).count());
    }
  }

  private static Envelope question(ProjectId to, int number) {
    return Envelope.origin(
        MessageId.of(UUID.randomUUID()),
        ConversationId.of(UUID.randomUUID()),
        ProjectId.OPERATOR,
        new Recipient.Project(to),
        8,
        Instant.now(),
        new Content(Intent.ASK, "Question " + number + "?"));
  }

  /** While the bus is away, waits for it; a message that comes twice is worked on once. */
  private static void insist(Runnable order) {
    while (true) {
      try {
        order.run();
        return;
      } catch (BusException.Unavailable e) {
        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
      }
    }
  }

  /** How many answers each question has; waits until each has one. */
  private static Map<MessageId, Integer> await(EventLog log, String start, List<Envelope> sent) {
    Set<MessageId> asked = sent.stream().map(Envelope::id).collect(Collectors.toSet());
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Map<MessageId, Integer> answers = new HashMap<>();
    while (answers.size() < asked.size() && System.nanoTime() < deadline) {
      insist(() -> {
        answers.clear();
        count(log, start, asked, answers);
      });
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
    }
    return answers;
  }

  private static void count(
      EventLog log, String start, Set<MessageId> asked, Map<MessageId, Integer> answers) {
    String position = start;
    for (List<Recorded> page = log.after(position, 500);
        !page.isEmpty();
        page = log.after(position, 500)) {
      for (Recorded recorded : page) {
        position = recorded.position();
        if (recorded.event() instanceof Event.MessageSent(Envelope reply, _)) {
          reply
              .replyTo()
              .filter(asked::contains)
              .ifPresent(id -> answers.merge(id, 1, Integer::sum));
        }
      }
    }
  }
}
