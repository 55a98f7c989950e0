package aether.mcp;

import aether.bus.BusException;
import aether.bus.Recorded;
import aether.config.Account;
import aether.event.Event;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.ProjectId;
import aether.redis.write.RedisBus;
import aether.terminal.ConnectionOptions;
import aether.terminal.ExitCode;
import aether.terminal.Surroundings;
import aether.view.TerminalText;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code aether mcp inbox}: which answers wait for the sessions of this project. */
@Command(
    name = "inbox",
    description = {
      "List the answers that wait for this project's sessions; none is taken.",
      "",
      "With --hook it is what a hook of Claude Code calls to wake an idle session: it tells of each"
          + " answer once, on standard error with exit code 2, and is silent about everything else."
    })
final class InboxCommand implements Callable<Integer> {
  /** To whoever waits in a call of a tool the answer is given first. */
  private static final Duration GRACE = Duration.ofSeconds(3);

  private static final int RECENT_EVENTS = 5_000;
  private static final Duration SLICE = Duration.ofSeconds(5);

  private final Surroundings around;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      defaultValue = "0",
      description = "How long to wait for one. Default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Option(names = "--hook", description = "Speak as a hook of Claude Code.")
  private boolean hook;

  @Option(
      names = "--identity",
      paramLabel = "ID",
      description = "Whose answers. Default: as for serve.")
  private @Nullable String identity;

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();

  InboxCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    ProjectId family =
        Optional.ofNullable(identity)
            .map(id -> Identity.parse("--identity", id))
            .orElseGet(() -> Session.familyOf(new Project(around, Optional.empty()).id()));
    Optional<FileLock> turn = hook ? turn(family) : Optional.empty();
    if (hook && turn.isEmpty()) {
      return ExitCode.OK.number();
    }
    try (RedisBus bus = RedisBus.connect(connection.address(around, new Account.Session(family)))) {
      List<Envelope> waiting = await(bus, family);
      return hook ? wake(waiting, family) : list(waiting);
    } catch (BusException e) {
      if (hook) {
        return ExitCode.OK.number();
      }
      throw e;
    }
  }

  /** One hook of a project waits at a time; its lock goes with its process. */
  private Optional<FileLock> turn(ProjectId family) {
    Path file = toldFile(family).resolveSibling(family + ".lock");
    try {
      Files.createDirectories(file.getParent());
      return Optional.ofNullable(
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE).tryLock());
    } catch (IOException | OverlappingFileLockException e) {
      return Optional.empty();
    }
  }

  /** Whether the last word of a conversation of late is a question of these sessions. */
  private static boolean isOwedAnAnswer(RedisBus bus, ProjectId family) {
    Map<ConversationId, Envelope> last = new HashMap<>();
    for (Recorded recorded : bus.observer().events().latest(RECENT_EVENTS)) {
      if (recorded.event() instanceof Event.MessageSent(Envelope envelope, var _)) {
        last.put(envelope.conversation(), envelope);
      }
    }
    return last.values().stream().anyMatch(envelope -> Session.isOf(family, envelope.from()));
  }

  private List<Envelope> await(RedisBus bus, ProjectId family) {
    Instant deadline = around.clock().instant().plusSeconds(Math.max(0, seconds));
    String position = bus.observer().events().end();
    // An answer that comes in between is owed no more, and so must be looked for afterwards.
    boolean worthwhile = !hook || isOwedAnAnswer(bus, family);
    List<Envelope> found = news(bus, family);
    while (found.isEmpty() && worthwhile) {
      Duration left = Duration.between(around.clock().instant(), deadline);
      if (!left.isPositive()) {
        return found;
      }
      List<Recorded> batch =
          bus.observer()
              .events()
              .await(position, RECENT_EVENTS, left.compareTo(SLICE) < 0 ? left : SLICE);
      position = batch.isEmpty() ? position : batch.getLast().position();
      if (batch.stream().anyMatch(r -> isAnswer(r.event(), family))) {
        boolean _ = bus.observer().events().await(position, 1, GRACE).isEmpty();
        found = news(bus, family);
      }
    }
    return found;
  }

  /** Answers that nobody was given; for a hook, of which nobody was told either. */
  private List<Envelope> news(RedisBus bus, ProjectId family) {
    List<Envelope> answers = new ArrayList<>();
    for (Recorded recorded : bus.observer().events().latest(RECENT_EVENTS)) {
      if (recorded.event() instanceof Event.MessageSent(Envelope envelope, var _)
          && isAnswer(recorded.event(), family)
          && bus.handouts().unclaimed(family, envelope.conversation()).test(envelope)) {
        answers.add(envelope);
      }
    }
    return hook ? answers.stream().filter(told(family)).toList() : answers;
  }

  private static boolean isAnswer(Event event, ProjectId family) {
    return event instanceof Event.MessageSent(Envelope envelope, var _)
        && envelope.conversation().isSafe()
        && Session.isOf(family, envelope.to())
        && !Session.isOf(family, envelope.from());
  }

  private Predicate<Envelope> told(ProjectId family) {
    return new Told(toldFile(family)).unknown();
  }

  private Path toldFile(ProjectId family) {
    return around.home().directory().resolve("mcp").resolve(family + ".told");
  }

  private int wake(List<Envelope> answers, ProjectId family) {
    if (answers.isEmpty()) {
      return ExitCode.OK.number();
    }
    new Told(toldFile(family)).add(answers);
    answers.stream()
        .map(answer ->
            "An answer of '"
                + TerminalText.line(answer.from().value())
                + "' has arrived; call aether_poll with thread='"
                + answer.conversation()
                + "'.")
        .distinct()
        .forEach(around.streams().err()::println);
    return ExitCode.USAGE.number();
  }

  private int list(List<Envelope> answers) {
    for (Envelope answer : answers) {
      around
          .streams()
          .out()
          .println(answer.conversation() + "  " + TerminalText.line(answer.from().value()));
    }
    return ExitCode.OK.number();
  }
}
