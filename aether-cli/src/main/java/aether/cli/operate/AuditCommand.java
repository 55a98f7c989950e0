package aether.cli.operate;

import aether.bus.AuditRecord;
import aether.bus.AuditTrail;
import aether.bus.AuditTrail.Verdict;
import aether.config.Account;
import aether.event.Event;
import aether.event.EventCodec;
import aether.message.Iso8601;
import aether.redis.RedisObserver;
import aether.terminal.ConnectionOptions;
import aether.terminal.ExitCode;
import aether.terminal.Refusal;
import aether.terminal.Surroundings;
import aether.view.TerminalText;
import aether.wire.Json;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** {@code aether audit}: what operators did. */
@Command(
    name = "audit",
    description = {
      "Read what operators did, and check that nobody has changed it since.",
      "",
      "Every record holds the hash of the one before. Whoever has the bus's password could rewrite"
          + " them all; keep the hash that `verify` prints elsewhere to notice even that."
    },
    synopsisSubcommandLabel = "COMMAND")
public final class AuditCommand {
  private AuditCommand() {}

  /** The command with its subcommands. */
  public static CommandLine with(Surroundings around) {
    return new CommandLine(new AuditCommand())
        .addSubcommand(new ListCommand(around))
        .addSubcommand(new VerifyCommand(around));
  }

  /** {@code aether audit list}. */
  @Command(
      name = "list",
      description = "Print the audit trail, the oldest record first.",
      footerHeading = "%nExamples:%n",
      footer = {"  aether audit list", "  aether audit list --json > audit.jsonl"})
  static final class ListCommand implements Callable<Integer> {
    private static final int LONGEST = 300;

    private final Surroundings around;

    @Mixin private final ConnectionOptions connection = new ConnectionOptions();

    @Option(names = "--json", description = "Print each record as one line of JSON.")
    private boolean json;

    ListCommand(Surroundings around) {
      this.around = around;
    }

    @Override
    public Integer call() {
      try (RedisObserver bus =
          RedisObserver.connect(connection.address(around, new Account.Operator()))) {
        AuditTrail trail = bus.auditTrail();
        PrintWriter out = around.streams().out();
        var page = trail.after(AuditTrail.START, AuditTrail.PAGE);
        while (!page.isEmpty()) {
          page.forEach(record -> out.println(json ? json(record) : text(record)));
          page = trail.after(page.getLast().position(), AuditTrail.PAGE);
        }
        out.flush();
      }
      return ExitCode.OK.number();
    }

    private static String json(AuditRecord record) {
      ObjectNode node =
          Json.object()
              .put("place", record.position())
              .put("number", record.number())
              .put("previous", record.previous())
              .put("hash", record.hash());
      Json.read(record.data())
          .ifPresentOrElse(
              tree -> node.set("record", tree), () -> node.put("record", record.data()));
      return Json.write(node);
    }

    private static String text(AuditRecord record) {
      return TerminalText.line(
          switch (record.event()) {
            case Event.Operated operated ->
                "%s  %d  %s  %s %s%s"
                    .formatted(
                        Iso8601.format(operated.at()),
                        record.number(),
                        operated.actor(),
                        EventCodec.wireName(operated.action()),
                        operated.conversation().map(id -> id + " ").orElse(""),
                        Json.write(EventCodec.details(operated.action())));
            case Event _ -> record.number() + "  unreadable  " + record.data();
          },
          LONGEST);
    }
  }

  /** {@code aether audit verify}. */
  @Command(
      name = "verify",
      description =
          "Check that every record follows the one before, and name the first that does not.",
      footerHeading = "%nExamples:%n",
      footer = {"  aether audit verify", "  aether audit verify --json"})
  static final class VerifyCommand implements Callable<Integer> {
    private final Surroundings around;

    @Mixin private final ConnectionOptions connection = new ConnectionOptions();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    VerifyCommand(Surroundings around) {
      this.around = around;
    }

    @Override
    public Integer call() {
      try (RedisObserver bus =
          RedisObserver.connect(connection.address(around, new Account.Operator()))) {
        return switch (bus.auditTrail().verify()) {
          case Verdict.Whole(long records, String hash) -> {
            ObjectNode node =
                Json.object().put("whole", true).put("records", records).put("hash", hash);
            String text = "whole: " + records + " records, the last with the hash " + hash;
            around.streams().out().println(json ? Json.write(node) : text);
            yield ExitCode.OK.number();
          }
          case Verdict.Broken(String place, String why) -> {
            if (json) {
              ObjectNode node =
                  Json.object().put("whole", false).put("place", place).put("why", why);
              around.streams().out().println(Json.write(node));
            }
            throw Refusal.failed(
                "the audit trail does not fit at record "
                    + place
                    + ": "
                    + why
                    + "; compare it with `aether audit list` and your copies");
          }
        };
      }
    }
  }
}
