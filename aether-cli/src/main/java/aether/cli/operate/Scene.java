package aether.cli.operate;

import aether.bus.ControlState;
import aether.bus.Presence;
import aether.cli.look.Threads;
import aether.config.Nearest;
import aether.desk.AddressBook;
import aether.desk.Addressee;
import aether.desk.OperatorDesk;
import aether.message.ConversationId;
import aether.message.ProjectId;
import aether.redis.RedisObserver;
import aether.redis.write.RedisBus;
import aether.terminal.Credentials;
import aether.terminal.Refusal;
import aether.terminal.Surroundings;
import aether.view.TerminalText;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A bus with an operator before it, and the words for what is there.
 *
 * @param desk acts under the name of whoever runs the command
 */
record Scene(RedisObserver bus, OperatorDesk desk) {
  private static final int LONGEST_NAME = 64;

  static Scene of(RedisBus bus, Surroundings around) {
    return new Scene(
        bus.observer(),
        bus.desk(name(around), around.clock(), around.ids(), Credentials.of(around)));
  }

  /** Who runs the command, as the system says. */
  private static String name(Surroundings around) {
    return Stream.of("USER", "LOGNAME", "USERNAME")
        .map(variable -> around.env().getOrDefault(variable, ""))
        .filter(name -> !name.isBlank())
        .findFirst()
        .map(name -> TerminalText.line(name, LONGEST_NAME))
        .orElse(ProjectId.OPERATOR.value());
  }

  /** The Body that {@code typed} means; one that is not registered must at least be there. */
  ProjectId body(String typed) {
    return switch (book().find(typed)) {
      case Addressee.Known(ProjectId id, var _) -> id;
      case Addressee.Everybody _ ->
          throw Refusal.failed("'broadcast' is not a Body; name one of `aether who`");
      case Addressee.Unknown unknown ->
          Optional.of(ProjectId.typed(typed))
              .filter(this::isThere)
              .orElseThrow(() -> Refusal.failed(unknown.refusal()));
    };
  }

  /** The Body that {@code typed} means, if it is one. */
  Optional<ProjectId> knownBody(String typed) {
    return book().find(typed) instanceof Addressee.Known(ProjectId id, var _)
        ? Optional.of(id)
        : Optional.of(ProjectId.typed(typed)).filter(this::isThere);
  }

  /** The conversation that begins with {@code typed}. */
  ConversationId conversation(String typed) {
    return new Threads(bus.events()).find(typed);
  }

  /** The conversation that begins with {@code typed}; a refusal that names Bodies too. */
  ConversationId conversationOrRefuse(String typed) {
    return new Threads(bus.events())
        .known(typed)
        .orElseThrow(() -> {
          List<String> ids =
              bus.directory().bodies().keySet().stream().map(ProjectId::value).toList();
          return Refusal.failed(
              "'"
                  + typed
                  + "' is neither a Body nor the beginning of a conversation"
                  + Nearest.hint(typed, ids)
                  + (ids.isEmpty() ? "" : "; Bodies: " + String.join(", ", ids)));
        });
  }

  ControlState state(ConversationId conversation) {
    return bus.control()
        .conversations(List.of(conversation))
        .getOrDefault(conversation, ControlState.ACTIVE);
  }

  private boolean isThere(ProjectId id) {
    Presence presence =
        bus.liveness().presence(Set.of(id)).getOrDefault(id, new Presence.Offline());
    return !(presence instanceof Presence.Offline) || bus.control().isPaused(id);
  }

  private AddressBook book() {
    return new AddressBook(bus.directory(), bus.liveness());
  }
}
