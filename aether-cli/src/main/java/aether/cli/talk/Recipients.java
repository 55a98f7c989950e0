package aether.cli.talk;

import aether.bus.Presence;
import aether.desk.AddressBook;
import aether.desk.Addressee;
import aether.message.ProjectId;
import aether.redis.RedisObserver;
import aether.terminal.Refusal;
import aether.view.TerminalText;
import java.io.PrintWriter;

/** Refuses to send to nobody, and says when somebody will not answer soon (D43). */
final class Recipients {
  private final RedisObserver bus;
  private final PrintWriter err;

  Recipients(RedisObserver bus, PrintWriter err) {
    this.bus = bus;
    this.err = err;
  }

  /** The recipient that {@code typed} means; a note on standard error when it does not listen. */
  ProjectId find(String typed) {
    return switch (new AddressBook(bus.directory(), bus.liveness()).find(typed)) {
      case Addressee.Known(ProjectId id, Presence presence) -> {
        if (!id.equals(ProjectId.OPERATOR)) {
          warn(id, presence);
        }
        yield id;
      }
      case Addressee.Everybody _ ->
          throw Refusal.failed(
              "'broadcast' is not a Body; to reach all of them use `aether send --wave`");
      case Addressee.Unknown unknown -> throw Refusal.failed(unknown.refusal());
    };
  }

  private void warn(ProjectId id, Presence presence) {
    switch (presence) {
      case Presence.Idle _, Presence.Thinking _ -> {}
      case Presence.Offline _ ->
          err.println(
              "aether: '"
                  + id
                  + "' is offline; the message waits in its inbox until `aether observatory "
                  + id
                  + "` runs");
      case Presence.Killed _ ->
          err.println(
              "aether: '" + id + "' is killed; the message is stopped unless it is revived first");
      case Presence.Suspended(var _, String reason, _) ->
          err.println(
              "aether: '"
                  + id
                  + "' takes no messages now ("
                  + TerminalText.line(reason)
                  + "); the message waits in its inbox");
    }
  }
}
