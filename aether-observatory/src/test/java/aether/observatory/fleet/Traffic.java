package aether.observatory.fleet;

import aether.bus.Body;
import aether.bus.BusException;
import aether.event.Event;
import aether.message.Content;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.Intent;
import aether.message.MessageId;
import aether.message.ProjectId;
import aether.message.Recipient;
import aether.redis.write.RedisBus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** Questions of one asker, numbered, in conversations of ten; each is on the bus exactly once. */
final class Traffic {
  static final ProjectId ASKER = new ProjectId("asker");
  private static final int CONVERSATION = 10;

  private final RedisBus bus;
  private final Chronicle chronicle;
  private final List<ProjectId> to;
  private final Random random;
  private final Consumer<Envelope> onTaken;
  private final List<Envelope> sent = Collections.synchronizedList(new ArrayList<>());
  private final List<ConversationId> open = new ArrayList<>();

  /**
   * @param onTaken told of each message that the bus has taken
   */
  Traffic(
      RedisBus bus,
      Chronicle chronicle,
      List<ProjectId> to,
      Random random,
      Consumer<Envelope> onTaken) {
    this.bus = bus;
    this.chronicle = chronicle;
    this.to = to;
    this.random = random;
    this.onTaken = onTaken;
    register();
  }

  /** Says who asks: nobody answers whom nobody knows. */
  void register() {
    var _ = bus.registrar().register(new Body(ASKER, "asks", List.of()), true);
  }

  /** What was put on the bus so far; the place in the list is the number. */
  List<Envelope> sent() {
    synchronized (sent) {
      return List.copyOf(sent);
    }
  }

  /** Puts the next question on the bus; while that is away, waits for it. */
  void next(String more) {
    int number = sent.size();
    int place = number % (to.size() * CONVERSATION);
    if (place == 0) {
      open.clear();
      to.forEach(_ -> open.add(ConversationId.of(new UUID(random.nextLong(), random.nextLong()))));
    }
    int whom = place % to.size();
    Envelope question =
        Envelope.origin(
            MessageId.of(new UUID(random.nextLong(), random.nextLong())),
            open.get(whom),
            ASKER,
            new Recipient.Project(to.get(whom)),
            8,
            Instant.now(),
            new Content(Intent.ASK, "Question q" + number + "?" + more));
    insist(question);
    sent.add(question);
    onTaken.accept(question);
  }

  private void insist(Envelope question) {
    while (true) {
      try {
        bus.outbox().send(question, List.of());
        return;
      } catch (BusException.Unavailable e) {
        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        if (chronicle.has(question)) {
          return;
        }
      }
    }
  }

  /** Whether {@code event} is the message event of {@code question}. */
  static boolean tells(Event event, Envelope question) {
    return event instanceof Event.MessageSent(Envelope envelope, _)
        && envelope.id().equals(question.id());
  }
}
