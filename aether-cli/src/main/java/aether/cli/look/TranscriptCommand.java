package aether.cli.look;

import aether.bus.EventLog;
import aether.bus.Recorded;
import aether.config.Account;
import aether.desk.Watch;
import aether.message.ConversationId;
import aether.redis.RedisObserver;
import aether.terminal.ConnectionOptions;
import aether.terminal.ExitCode;
import aether.terminal.Refusal;
import aether.terminal.Surroundings;
import aether.view.Transcript;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code aether transcript}: one conversation from its first message to its end. */
@Command(
    name = "transcript",
    description = "Print a conversation: what was said, done, stopped and ordered, in order.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  aether transcript b3e1c4cd",
      "  aether transcript b3e1c4cd --markdown > talk.md",
      "  aether transcript b3e1c4cd --follow"
    })
public final class TranscriptCommand implements Callable<Integer> {
  private final Surroundings around;

  @Parameters(
      paramLabel = "THREAD",
      description = "The conversation's id; its first characters suffice.")
  private @Nullable String thread;

  @Option(
      names = "--follow",
      description = "Go on printing what happens in it, one line each, until Ctrl-C.")
  private boolean follow;

  @Option(names = "--json", description = "Print the events as JSON, one on each line.")
  private boolean json;

  @Option(names = "--markdown", description = "Print Markdown.")
  private boolean markdown;

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();

  public TranscriptCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    if (markdown && (json || follow)) {
      throw Refusal.usage("--markdown goes with neither --json nor --follow; leave one out");
    }
    try (RedisObserver bus =
        RedisObserver.connect(
            connection.address(around, new Account.Stargazer(), new Account.Operator()))) {
      ConversationId conversation =
          new Threads(bus.events()).find(Optional.ofNullable(thread).orElse(""));
      if (follow) {
        follow(bus.events(), conversation);
      } else {
        print(bus.events(), conversation);
      }
    }
    return ExitCode.OK.number();
  }

  private void print(EventLog events, ConversationId conversation) {
    List<Recorded> records = new ArrayList<>();
    var _ =
        new Watch(events, around.clock(), EventLog.START)
            .find(recorded -> {
              if (belongs(recorded, conversation)) {
                records.add(recorded);
              }
              return Optional.empty();
            });
    Transcript transcript = Transcript.of(conversation, records);
    ZoneId zone = ZoneId.systemDefault();
    around
        .streams()
        .out()
        .print(
            json
                ? transcript.jsonLines()
                : markdown ? transcript.markdown(zone) : transcript.text(zone));
    around.streams().out().flush();
  }

  private void follow(EventLog events, ConversationId conversation) {
    Teller teller = new Teller(around, json);
    boolean _ =
        new Watch(events, around.clock(), EventLog.START)
            .until(
                Instant.MAX, recorded -> !belongs(recorded, conversation) || teller.tell(recorded));
  }

  private static boolean belongs(Recorded recorded, ConversationId conversation) {
    return recorded.event().conversation().equals(Optional.of(conversation));
  }
}
