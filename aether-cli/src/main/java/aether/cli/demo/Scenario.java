package aether.cli.demo;

import aether.event.Event;
import java.util.Locale;
import java.util.function.Predicate;

/** What can be watched. */
enum Scenario {
  CONVERGE("two projects talk until nothing is left to say"),
  HORIZON("two agents that never stop are stopped at the last hop"),
  RATE("one conversation gets so many messages a minute and no more"),
  DEDUP("a message that arrives twice is worked on once"),
  ACK("courtesies are kept back, so that they start nothing"),
  OFFLINE("an answer to a Body that is away waits for it"),
  WAVE("an announcement reaches every Body and is answered by none"),
  SOLICIT("a question to every Body is answered by each, to whoever asked"),
  MALFORMED("an agent that says nothing usable is asked once more, then let be"),
  BUDGET("a conversation that has spent what it may waits for a human"),
  DEAD("a message that cannot be worked on is kept, and can be tried again"),
  OPERATOR("a human pauses, resumes and ends a conversation, and it obeys at once"),
  CRASH("a process killed in the middle of a turn loses no message");

  private final String promise;

  Scenario(String promise) {
    this.promise = promise;
  }

  /** Its name as it is typed. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  String promise() {
    return promise;
  }

  Act act() {
    return switch (this) {
      case CONVERGE -> new Converge();
      case HORIZON -> new Horizon();
      case RATE -> new Rate();
      case DEDUP -> new Dedup();
      case ACK -> new Ack();
      case OFFLINE -> new Offline();
      case WAVE -> new Wave();
      case SOLICIT -> new Solicit();
      case MALFORMED -> new Malformed();
      case BUDGET -> new Budget();
      case DEAD -> new Dead();
      case OPERATOR -> new Decided();
      case CRASH -> new Crash();
    };
  }

  /** Whether it is so long that only its messages and its stops are told. */
  boolean isBrief() {
    return this == RATE;
  }

  /** The events that are told as they happen. */
  Predicate<Event> told() {
    return event ->
        switch (event) {
          case Event.MessageSent _, Event.Extinguished _, Event.Unrecognised _ -> true;
          case Event.Operated _ -> true;
          case Event.ProcessingStarted _, Event.ProcessingDone _ -> !isBrief();
          case Event.Progress _, Event.BusEpochChanged _ -> false;
        };
  }

  @Override
  public String toString() {
    return label();
  }
}
