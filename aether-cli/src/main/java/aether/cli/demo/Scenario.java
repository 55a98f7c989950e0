package aether.cli.demo;

import aether.event.Event;
import java.util.Locale;
import java.util.function.Predicate;

/** What can be watched. */
enum Scenario {
  CONVERGE("two projects talk until nothing is left to say", new Converge()),
  HORIZON("two agents that never stop are stopped at the last hop", new Horizon()),
  RATE("one conversation gets so many messages a minute and no more", new Rate()),
  DEDUP("a message that arrives twice is worked on once", new Dedup()),
  ACK("courtesies are kept back, so that they start nothing", new Ack()),
  OFFLINE("an answer to a Body that is away waits for it", new Offline()),
  WAVE("an announcement reaches every Body and is answered by none", new Wave()),
  SOLICIT("a question to every Body is answered by each, to whoever asked", new Solicit()),
  MALFORMED("an agent that says nothing usable is asked once more, then let be", new Malformed()),
  CRASH("a process killed in the middle of a turn loses no message", new Crash());

  private final String promise;
  private final Act act;

  Scenario(String promise, Act act) {
    this.promise = promise;
    this.act = act;
  }

  /** Its name as it is typed. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  String promise() {
    return promise;
  }

  Act act() {
    return act;
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
          case Event.ProcessingStarted _, Event.ProcessingDone _ -> !isBrief();
          case Event.Progress _, Event.Operated _ -> false;
        };
  }

  @Override
  public String toString() {
    return label();
  }
}
