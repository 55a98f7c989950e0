package aether.cli.budget;

import aether.observatory.ledger.LimitsFile;
import aether.observatory.pipeline.Ceiling;
import aether.observatory.pipeline.Spending;
import aether.terminal.ExitCode;
import aether.terminal.Surroundings;
import aether.wire.Json;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code aether limits}: every ceiling of a Body, and what the next message can cost. */
@Command(
    name = "limits",
    description = {
      "Show the ceilings a Body of this host was last started with, and the worst that its next"
          + " message can cost.",
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
    line(out, "max_hops_ceiling", String.valueOf(books.limits().maxHopsCeiling()));
    line(out, "rate_per_min", String.valueOf(books.limits().ratePerMinute()));
    line(out, "max_attempts", String.valueOf(books.limits().maxAttempts()));
    for (Ceiling ceiling : Ceiling.values()) {
      String value =
          Spending.text(ceiling, books.spending().limit(ceiling, books.limits().ceilings()));
      line(out, ceiling.wireName(), (ceiling.isMoney() ? "$" : "") + value);
    }
    out.println("the next message: " + words(books.nextMessage()));
    out.println("its conversation: " + words(books.itsConversation()));
  }

  private static void line(PrintWriter out, String name, String value) {
    out.println("%-20s %s".formatted(name, value));
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
    node.set("limits", LimitsFile.tree(books.limits()));
    node.put("granted_usd", books.spending().granted().toPlainString());
    node.set("next_message", tree(books.nextMessage()));
    node.set("its_conversation", tree(books.itsConversation()));
    return node;
  }

  private static ObjectNode tree(Books.Worst worst) {
    return Json.object().put("runs", worst.runs()).put("usd", worst.usd().toPlainString());
  }
}
