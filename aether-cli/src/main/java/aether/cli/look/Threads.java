package aether.cli.look;

import aether.bus.EventLog;
import aether.bus.Recorded;
import aether.message.ConversationId;
import aether.terminal.Refusal;
import aether.view.TerminalText;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the conversation a user means by the first characters of its id. */
public final class Threads {
  private static final int PAGE = 1000;
  private static final int SHOWN = 5;

  private final EventLog events;

  public Threads(EventLog events) {
    this.events = events;
  }

  /** The conversation with this id, else the only one that begins so; otherwise a refusal. */
  public ConversationId find(String prefix) {
    if (prefix.isBlank()) {
      throw Refusal.usage("the conversation id is empty; `aether watch --since 1h` shows some");
    }
    Set<ConversationId> meant = beginningWith(prefix);
    return meant.stream()
        .filter(id -> id.value().equals(prefix) || meant.size() == 1)
        .findFirst()
        .orElseThrow(() -> refusal(prefix, List.copyOf(meant)));
  }

  /** As {@link #find}, but what begins no conversation is nobody's yet. */
  public Optional<ConversationId> known(String prefix) {
    Set<ConversationId> meant = beginningWith(prefix);
    return meant.isEmpty() ? Optional.empty() : Optional.of(find(prefix));
  }

  private Set<ConversationId> beginningWith(String prefix) {
    Set<ConversationId> found = new LinkedHashSet<>();
    List<Recorded> page = events.after(EventLog.START, PAGE);
    while (!page.isEmpty()) {
      page.stream()
          .flatMap(recorded -> recorded.event().conversation().stream())
          .filter(id -> id.value().startsWith(prefix))
          .forEach(found::add);
      page = events.after(page.getLast().position(), PAGE);
    }
    return found;
  }

  private static Refusal refusal(String prefix, List<ConversationId> meant) {
    if (meant.isEmpty()) {
      return Refusal.failed(
          "no conversation on this bus begins with '"
              + prefix
              + "'; `aether watch --since 1h` shows what went on");
    }
    String some =
        String.join(
            ", ",
            meant.stream().limit(SHOWN).map(id -> TerminalText.line(id.value(), 40)).toList());
    return Refusal.failed(
        "'"
            + prefix
            + "' begins "
            + meant.size()
            + " conversations: "
            + some
            + "; give more of it");
  }
}
