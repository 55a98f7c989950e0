package aether.cli.talk;

import aether.bus.EventLog;
import aether.cli.look.Threads;
import aether.config.Account;
import aether.desk.Answer;
import aether.desk.Dispatch;
import aether.desk.Draft;
import aether.desk.Vigil;
import aether.desk.Watch;
import aether.identity.Registry;
import aether.message.Content;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.Intent;
import aether.message.Iso8601;
import aether.message.ProjectId;
import aether.message.Recipient;
import aether.redis.RedisObserver;
import aether.redis.write.RedisBus;
import aether.terminal.ConnectionOptions;
import aether.terminal.Credentials;
import aether.terminal.ExitCode;
import aether.terminal.Refusal;
import aether.terminal.SignatureOption;
import aether.terminal.Surroundings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code aether send}: puts a comet or a wave on the bus. */
@Command(
    name = "send",
    description = {
      "Send a message to one project (a comet) or to all of them (a wave).",
      "",
      "Without --from the sender is 'operator': answers to it land in the operator's inbox; --wait"
          + " prints them as they come, and `aether transcript` shows them later."
    },
    exitCodeList = {
      "0:It was sent; with --wait, an answer was printed.",
      "1:It was refused or failed: one line on standard error says why.",
      "2:The command line is wrong, or with --wait no answer came in time."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  aether send --to backend --intent task --text \"Add a field order_id to the export\"",
      "  aether send --to backend --text \"Is the export done?\" --wait 60",
      "  aether send --wave --intent inform --text \"The staging database is down until 14:00\"",
      "  aether send --to capability:sql --solicit --expires 600 --text \"Who knows this query?\"",
      "  aether send --wave --solicit --text \"Who still reads the field id?\" --wait"
    })
public final class SendCommand implements Callable<Integer> {
  private final Surroundings around;

  @ArgGroup(multiplicity = "1")
  private Target target = new Target();

  /** For whom it is. */
  private static final class Target {
    @Option(
        names = "--to",
        paramLabel = "ID",
        description =
            "One Body: see `aether who`. Or capability:NAME, all Bodies that can do NAME.")
    private @Nullable String id;

    @Option(names = "--wave", description = "All Bodies.")
    private boolean wave;

    /** What the Bodies must be able to do. */
    private Optional<String> capability() {
      return Optional.ofNullable(id)
          .filter(typed -> typed.startsWith(Recipient.Everyone.CAPABILITY_PREFIX))
          .map(typed -> typed.substring(Recipient.Everyone.CAPABILITY_PREFIX.length()).strip());
    }

    private boolean isWave() {
      return wave || capability().isPresent();
    }
  }

  @Option(
      names = "--text",
      paramLabel = "TEXT",
      required = true,
      description = "The message; it must stand on its own. '-' reads standard input.")
  private String text = "";

  @Option(
      names = "--from",
      paramLabel = "ID",
      defaultValue = "operator",
      description = "The sender, to whom answers go. Default: operator.")
  private String from = "operator";

  @Option(
      names = "--conversation-id",
      paramLabel = "ID",
      description = "Make it part of this conversation. Default: a new one.")
  private @Nullable String conversation;

  @Option(names = "--solicit", description = "Ask every Body that gets the wave for an answer.")
  private boolean solicit;

  @Option(
      names = "--expires",
      paramLabel = "SECONDS",
      converter = SecondsOption.class,
      description = "A wave that nobody begins to work on after this time.")
  private @Nullable Duration expires;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      arity = "0..1",
      fallbackValue = SecondsOption.DEFAULT_WAIT,
      converter = SecondsOption.class,
      description =
          "Wait for answers and print them. Without SECONDS: " + SecondsOption.DEFAULT_WAIT + ".")
  private @Nullable Duration patience;

  @Option(
      names = "--force",
      description = "Send also in the name of one who is not registered: no answer can reach it.")
  private boolean force;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Mixin private final SignatureOption signatures = new SignatureOption();

  @Mixin private final MessageOptions message = new MessageOptions();

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();

  public SendCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    if (expires != null && !target.isWave()) {
      throw Refusal.usage("--expires is for a wave; add --wave, or leave it out");
    }
    if (solicit && !target.isWave()) {
      throw Refusal.usage("--solicit is for a wave; add --wave, or leave it out");
    }
    Content content = Words.content(message.intent(), text, around);
    ProjectId sender = Words.sender(from);
    Optional<ConversationId> typed = Optional.ofNullable(conversation).map(Words::conversation);
    try (RedisBus bus = RedisBus.connect(connection.address(around, new Account.Operator()))) {
      refuseStranger(bus.observer(), sender);
      Optional<ConversationId> thread = typed.map(id -> meant(bus, id));
      Recipient to = recipient(bus.observer());
      Credentials credentials = new Credentials(around, signatures.in(around, Optional.empty()));
      Dispatch dispatch = new Dispatch(bus.outbox(), around.clock(), around.ids(), credentials);
      Envelope envelope = dispatch.seal(new Draft(sender, to, content, thread, message.maxHops()));
      caution(envelope);
      EventLog events = bus.observer().events();
      Watch watch = new Watch(events, around.clock(), events.end());
      Vigil vigil =
          new Vigil(
              envelope,
              Audience.of(envelope, bus.observer()),
              new Vouching(
                  credentials.of(sender), Registry.of(bus.observer().directory()), around));
      dispatch.inject(envelope, sender.value());
      return report(envelope, watch, vigil);
    }
  }

  /** The conversation that {@code typed} begins, as other commands print it; else a new one. */
  private static ConversationId meant(RedisBus bus, ConversationId typed) {
    return new Threads(bus.observer().events()).known(typed.value()).orElse(typed);
  }

  /** Whom nobody knows has not said it, and cannot be answered. */
  private void refuseStranger(RedisObserver bus, ProjectId sender) {
    if (!force && !sender.equals(ProjectId.OPERATOR) && bus.directory().find(sender).isEmpty()) {
      throw Refusal.failed(
          "'"
              + sender
              + "' is not registered: no answer can reach it; leave out --from to be answered as"
              + " 'operator', register it with `aether client setup`, or pass --force");
    }
  }

  /** Says beforehand why no answer will come back, where that is known. */
  private void caution(Envelope envelope) {
    if (target.isWave() && !solicit && envelope.content().intent() == Intent.ASK) {
      note("a wave without --solicit is an announcement: nobody answers it");
    }
  }

  private void note(String sentence) {
    around.streams().err().println("aether: " + sentence);
  }

  private Recipient recipient(RedisObserver bus) {
    return target.id == null || target.isWave()
        ? wave(bus)
        : new Recipient.Project(new Recipients(bus, around.streams().err()).find(target.id));
  }

  private Recipient wave(RedisObserver bus) {
    Optional<String> end =
        Optional.ofNullable(expires)
            .map(time -> Iso8601.format(around.clock().instant().plus(time)));
    try {
      Recipient.Everyone wave = new Recipient.Everyone(solicit, target.capability(), end);
      boolean concerns =
          bus.directory().bodies().values().stream()
              .anyMatch(body -> wave.concerns(body.capabilities()));
      if (wave.capability().isPresent() && !concerns) {
        note("no Body says that it can do '" + wave.capability().get() + "'; see `aether who`");
      }
      return wave;
    } catch (IllegalArgumentException e) {
      throw Refusal.usage(String.valueOf(e.getMessage()));
    }
  }

  private int report(Envelope envelope, Watch watch, Vigil vigil) {
    SentText sent = new SentText(envelope);
    if (!json) {
      around.streams().out().println(sent.text());
    }
    Optional<Duration> wait = Optional.ofNullable(patience);
    List<Envelope> replies =
        wait.map(time -> new Waiting(around, json).await(envelope, watch, vigil, time))
            .orElse(List.of());
    if (json) {
      around.streams().out().println(sent.json(replies));
    }
    if (wait.isPresent() && replies.isEmpty()) {
      Ending ending =
          Ending.of(
              vigil.isSettled() ? vigil.ending() : new Answer.Late(),
              envelope.to().address(),
              SecondsOption.text(wait.get()),
              envelope.conversation().value());
      note(ending.sentence());
      return ExitCode.USAGE.number();
    }
    return ExitCode.OK.number();
  }
}
