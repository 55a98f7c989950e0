package aether.cli.budget;

import aether.config.Limit;
import aether.observatory.ledger.Books;
import aether.observatory.ledger.LimitsFile;
import aether.observatory.ledger.LimitsInForce;
import aether.observatory.pipeline.Ceiling;
import aether.observatory.pipeline.Spending;
import aether.terminal.ExitCode;
import aether.terminal.Surroundings;
import aether.wire.Json;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code aether limits}: every ceiling of a Body, and what the next message can cost. */
@Command(
    name = "limits",
    description = {
      "Show the ceilings a Body of this host was last started with, who set each of them, and the"
          + " worst that its next message can cost.",
      "",
      "It needs no bus. A day is the last 24 hours. A run may overshoot its dollars, since the agent"
          + " looks at them after each call of the model; what it cost counts in full."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  aether limits backend", "  aether limits backend --json"})
public final class LimitsCommand implements Callable<Integer> {
  private final Surroundings around;

  @Parameters(paramLabel = "BODY", description = "A Body of this host.")
  private String body = "";

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  public LimitsCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    Books books = Books.of(around, body);
    PrintWriter out = around.streams().out();
    if (json) {
      out.println(Json.write(tree(books)));
    } else {
      print(out, books);
    }
    return ExitCode.OK.number();
  }

  private static void print(PrintWriter out, Books books) {
    for (Limit limit : Limit.values()) {
      String value = (limit.isMoney() ? "$" : "") + limit.text(value(books, limit));
      String source = books.inForce().sources().getOrDefault(limit, LimitsInForce.USUAL);
      out.println("%-18s  %-9s  %s".formatted(limit.wireName(), value, source));
    }
    if (books.spending().granted().signum() > 0) {
      out.println(
          "granted             $%s, in the dollars above"
              .formatted(Limit.DAILY_USD.text(books.spending().granted())));
    }
    out.println("the next message: " + words(books.nextMessage()));
    out.println("its conversation: " + words(books.itsConversation()));
  }

  /** What holds now, grants included. */
  private static BigDecimal value(Books books, Limit limit) {
    return Stream.of(Ceiling.values())
        .filter(ceiling -> ceiling.limit() == limit)
        .findFirst()
        .map(ceiling -> books.spending().limit(ceiling, books.limits().ceilings()))
        .orElseGet(() -> books.limits().of(limit));
  }

  private static String words(Books.Worst worst) {
    return "at most "
        + worst.runs()
        + (worst.runs() == 1 ? " run" : " runs")
        + " and $"
        + Spending.text(Ceiling.TURN_USD, worst.usd());
  }

  private static ObjectNode tree(Books books) {
    ObjectNode node = Json.object().put("body", books.body().value());
    node.set("limits", LimitsFile.tree(books.inForce()));
    node.put("granted_usd", books.spending().granted().toPlainString());
    node.set("next_message", tree(books.nextMessage()));
    node.set("its_conversation", tree(books.itsConversation()));
    return node;
  }

  private static ObjectNode tree(Books.Worst worst) {
    return Json.object().put("runs", worst.runs()).put("usd", worst.usd().toPlainString());
  }
}
