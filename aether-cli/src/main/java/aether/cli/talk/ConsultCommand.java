package aether.cli.talk;

import aether.bus.BusException;
import aether.cli.look.Threads;
import aether.config.Account;
import aether.desk.Answer;
import aether.desk.Dispatch;
import aether.desk.Draft;
import aether.desk.Inquiry;
import aether.desk.TransientBody;
import aether.identity.Registry;
import aether.message.Content;
import aether.message.ConversationId;
import aether.message.Envelope;
import aether.message.ProjectId;
import aether.message.Recipient;
import aether.redis.RedisObserver;
import aether.redis.write.RedisBus;
import aether.terminal.ConnectionOptions;
import aether.terminal.Credentials;
import aether.terminal.ExitCode;
import aether.terminal.Farewell;
import aether.terminal.OneLine;
import aether.terminal.Refusal;
import aether.terminal.SignatureOption;
import aether.terminal.Surroundings;
import aether.wire.Json;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** {@code aether consult}: asks a Body and prints its answer. */
@Command(
    name = "consult",
    description = {
      "Ask another project and wait for its answer.",
      "",
      "The answer goes to standard output, what happens meanwhile to standard error. An answer that"
          + " comes too late is not lost: --resume waits on for it."
    },
    exitCodeList = {
      "0:The answer was printed.",
      "1:The question was not sent: one line on standard error says why.",
      "2:The command line is wrong, or no answer came in time."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  aether consult --to backend --text \"Which field holds the order id?\"",
      "  git diff | aether consult --to reviewer --text - --wait 600",
      "  aether consult --resume b3e1c4cd"
    })
public final class ConsultCommand implements Callable<Integer> {
  private static final int SHORT_ID = 8;

  private final Surroundings around;

  @Option(names = "--to", paramLabel = "ID", description = "Whom to ask: see `aether who`.")
  private @Nullable String to;

  @Option(
      names = "--text",
      paramLabel = "TEXT",
      description = "The question; it must stand on its own. '-' reads standard input.")
  private @Nullable String text;

  @Option(
      names = "--as",
      paramLabel = "LABEL",
      description =
          "Ask under this name instead of a random one; it becomes consult-LABEL, never the id of a"
              + " project.")
  private @Nullable String label;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      defaultValue = SecondsOption.DEFAULT_WAIT,
      converter = SecondsOption.class,
      description = "How long to wait for the answer. Default: " + SecondsOption.DEFAULT_WAIT + ".")
  private Duration patience = Duration.ZERO;

  @Option(
      names = "--resume",
      paramLabel = "CONVERSATION",
      description = "Wait on for the answer to an earlier question; its first characters suffice.")
  private @Nullable String resume;

  @Option(names = "--verbatim", description = "Also show what the asked agent writes meanwhile.")
  private boolean verbatim;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Mixin private final SignatureOption signatures = new SignatureOption();

  @Mixin private final MessageOptions message = new MessageOptions();

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();

  public ConsultCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    Optional<String> earlier = Optional.ofNullable(resume);
    if (earlier.isPresent() && (to != null || text != null || label != null)) {
      throw Refusal.usage("--resume takes no --to, --text or --as; the question was asked already");
    }
    return earlier.isPresent() ? resume(earlier.get()) : ask();
  }

  private int ask() {
    String recipient = required(to, "--to");
    Content content = Words.content(message.intent(), required(text, "--text"), around);
    try (RedisBus bus =
        RedisBus.connect(
            connection.address(around, new Account.Consult(), new Account.Operator()))) {
      ProjectId asker = asker(bus.observer());
      ProjectId body = new Recipients(bus.observer(), around.streams().err()).find(recipient);
      Dispatch dispatch = new Dispatch(bus.outbox(), around.clock(), around.ids(), credentials());
      Envelope question =
          dispatch.seal(
              new Draft(
                  asker,
                  new Recipient.Project(body),
                  content,
                  Optional.empty(),
                  message.maxHops()));
      Inquiry inquiry =
          new Inquiry(bus.observer().events(), dispatch, around.clock(), vouching(bus, asker));
      announce("asked '" + body + "'", question);
      return await(bus, question, () -> inquiry.ask(question, patience, witness()));
    }
  }

  private int resume(String prefix) {
    try (RedisBus bus =
        RedisBus.connect(
            connection.address(around, new Account.Consult(), new Account.Operator()))) {
      ConversationId conversation = new Threads(bus.observer().events()).find(prefix);
      Dispatch dispatch = new Dispatch(bus.outbox(), around.clock(), around.ids(), credentials());
      Inquiry inquiry =
          new Inquiry(
              bus.observer().events(), dispatch, around.clock(), vouching(bus, ProjectId.OPERATOR));
      Envelope question =
          inquiry
              .question(conversation)
              .orElseThrow(() ->
                  Refusal.failed(
                      "the conversation '"
                          + conversation
                          + "' did not begin with a question; `aether transcript "
                          + conversation
                          + "` shows it"));
      announce("asked '" + question.to().address() + "' before", question);
      return await(bus, question, () -> inquiry.resume(question, patience, witness()));
    }
  }

  private Credentials credentials() {
    return new Credentials(around, signatures.in(around, Optional.empty()));
  }

  private Vouching vouching(RedisBus bus, ProjectId asker) {
    return new Vouching(credentials().of(asker), Registry.of(bus.observer().directory()), around);
  }

  /** Waits under the identity of the question, and leaves nothing of it behind. */
  private int await(RedisBus bus, Envelope question, Supplier<Answer> waiting) {
    if (!question.from().isTransient() || question.from().isSession()) {
      return print(question, answer(question, waiting));
    }
    try (TransientBody me =
            TransientBody.announce(
                question.from(),
                bus.registrar(),
                bus.heartbeat(question.from(), TransientBody.TTL),
                around.clock(),
                credentials().published(question.from()));
        Farewell _ = Farewell.say(me::close)) {
      return print(question, answer(question, waiting));
    }
  }

  /** What came of waiting; a bus that fails meanwhile loses nothing that was asked (D41). */
  private static Answer answer(Envelope question, Supplier<Answer> waiting) {
    try {
      return waiting.get();
    } catch (BusException e) {
      throw Refusal.failed(
          e.getMessage()
              + "; once the bus is back, `aether consult --resume "
              + brief(question)
              + "` waits on for the answer");
    }
  }

  private int print(Envelope question, Answer answer) {
    ObjectNode node = Json.object().put("conversation_id", question.conversation().value());
    if (answer instanceof Answer.Reply(Envelope reply)) {
      String line =
          json
              ? Json.write(node.put("status", "replied").set("reply", ReplyText.json(reply)))
              : ReplyText.text(reply);
      around.streams().out().println(line);
      return ExitCode.OK.number();
    }
    Ending ending =
        Ending.of(answer, question.to().address(), SecondsOption.text(patience), brief(question));
    if (json) {
      around.streams().out().println(Json.write(node.put("status", ending.status())));
    }
    around.streams().err().println("aether: " + OneLine.of(ending.sentence()));
    return ExitCode.USAGE.number();
  }

  /** The name to ask under; that of a project is refused (D40). */
  private ProjectId asker(RedisObserver bus) {
    if (label == null) {
      return TransientBody.fresh(around.ids());
    }
    ProjectId plain = Words.sender(label);
    if (!plain.isTransient() && bus.directory().find(plain).isPresent()) {
      throw Refusal.failed(
          "'"
              + plain
              + "' is a registered Body; choose another --as, which becomes consult-<label>");
    }
    ProjectId id = TransientBody.labelled(label);
    boolean taken =
        Optional.ofNullable(bus.liveness().presence(Set.of(id)).get(id))
            .filter(presence -> presence.isOnline())
            .isPresent();
    if (taken) {
      throw Refusal.failed("'" + id + "' is waiting for an answer right now; choose another --as");
    }
    return id;
  }

  private void announce(String what, Envelope question) {
    around
        .streams()
        .err()
        .println(
            "→ "
                + what
                + " (conversation "
                + brief(question)
                + "); waiting up to "
                + SecondsOption.text(patience)
                + "…");
  }

  private Witness witness() {
    return new Witness(around, verbatim);
  }

  private static String brief(Envelope question) {
    String id = question.conversation().value();
    return id.length() <= SHORT_ID ? id : id.substring(0, SHORT_ID);
  }

  private static String required(@Nullable String value, String option) {
    if (value == null) {
      throw Refusal.usage(option + " is missing; see 'aether consult --help'");
    }
    return value;
  }
}
