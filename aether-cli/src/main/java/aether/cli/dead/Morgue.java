package aether.cli.dead;

import aether.bus.DeadLetter;
import aether.bus.DeadLetters;
import aether.desk.AddressBook;
import aether.desk.Addressee;
import aether.message.ProjectId;
import aether.redis.RedisObserver;
import aether.terminal.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;

/** Finds the letters a user means, or refuses with those there are. */
final class Morgue {
  private static final int PAGE = 500;
  private static final int NAMED = 5;

  private final RedisObserver bus;

  Morgue(RedisObserver bus) {
    this.bus = bus;
  }

  /** The Body {@code typed} means; one that is registered no more still has its letters. */
  ProjectId body(String typed) {
    return switch (new AddressBook(bus.directory(), bus.liveness()).find(typed)) {
      case Addressee.Known(ProjectId id, var _) -> id;
      case Addressee.Everybody _ ->
          throw Refusal.failed("'broadcast' is not a Body; name the one that gave the messages up");
      case Addressee.Unknown unknown -> {
        ProjectId gone = ProjectId.typed(typed);
        if (bus.deadLetters().list(gone, DeadLetters.START, 1).isEmpty()) {
          throw Refusal.failed(unknown.refusal());
        }
        yield gone;
      }
    };
  }

  /** All letters of {@code body}, oldest first. */
  List<DeadLetter> letters(ProjectId body) {
    List<DeadLetter> all = new ArrayList<>();
    List<DeadLetter> page = bus.deadLetters().list(body, DeadLetters.START, PAGE);
    while (!page.isEmpty()) {
      all.addAll(page);
      page = bus.deadLetters().list(body, page.getLast().id(), PAGE);
    }
    return all;
  }

  /** The letters of {@code body} with these ids, each once; a refusal unless all are there. */
  List<DeadLetter> letters(ProjectId body, List<String> ids) {
    return new LinkedHashSet<>(ids)
        .stream()
            .map(id -> bus.deadLetters().find(body, id).orElseThrow(() -> unknown(body, id)))
            .toList();
  }

  private Refusal unknown(ProjectId body, String id) {
    List<DeadLetter> known = letters(body);
    String some =
        known.reversed().stream()
            .limit(NAMED)
            .map(DeadLetter::id)
            .collect(Collectors.joining(", "));
    return Refusal.failed(
        "'"
            + id
            + "' is no dead letter of '"
            + body
            + "'; "
            + (known.isEmpty()
                ? "it has none"
                : "it has "
                    + known.size()
                    + ": "
                    + some
                    + (known.size() > NAMED ? ", … (`aether dead list " + body + "`)" : "")));
  }
}
