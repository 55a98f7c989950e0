package aether.cli.budget;

import aether.observatory.ledger.Books;
import aether.observatory.pipeline.Ceiling;
import aether.observatory.pipeline.Spending;
import aether.terminal.ExitCode;
import aether.terminal.Surroundings;
import aether.wire.Json;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code aether budget show}: what is used up and what is left. */
@Command(
    name = "show",
    description = "Show what a Body has used of its ceilings. It needs no bus.",
    footerHeading = "%nExamples:%n",
    footer = {"  aether budget show backend", "  aether budget show backend --json"})
final class BudgetShowCommand implements Callable<Integer> {
  private final Surroundings around;

  @Parameters(paramLabel = "BODY", description = "A Body of this host.")
  private String body = "";

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  BudgetShowCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    Books books = Books.of(around, body);
    ObjectNode answer =
        Json.object()
            .put("body", books.body().value())
            .put("granted_usd", books.spending().granted().toPlainString());
    PrintWriter out = around.streams().out();
    for (Ceiling ceiling : Ceiling.values()) {
      Optional<BigDecimal> used = books.spending().used(ceiling);
      if (used.isPresent()) {
        answer.set(ceiling.wireName(), tree(books, ceiling, used.get()));
      }
    }
    if (json) {
      out.println(Json.write(answer));
    } else {
      for (Ceiling ceiling : Ceiling.values()) {
        books.spending().used(ceiling).ifPresent(used -> out.println(line(books, ceiling, used)));
      }
      if (books.spending().granted().signum() > 0) {
        out.println("granted: $" + Spending.text(Ceiling.DAILY_USD, books.spending().granted()));
      }
    }
    return ExitCode.OK.number();
  }

  private static String line(Books books, Ceiling ceiling, BigDecimal used) {
    String sign = ceiling.isMoney() ? "$" : "";
    return "%-15s %s of %s used, %s left"
        .formatted(
            ceiling.wireName(),
            sign + Spending.text(ceiling, used),
            sign + Spending.text(ceiling, limit(books, ceiling)),
            sign + Spending.text(ceiling, books.left(ceiling)));
  }

  private static ObjectNode tree(Books books, Ceiling ceiling, BigDecimal used) {
    return Json.object()
        .put("used", Spending.text(ceiling, used))
        .put("limit", Spending.text(ceiling, limit(books, ceiling)))
        .put("left", Spending.text(ceiling, books.left(ceiling)));
  }

  private static BigDecimal limit(Books books, Ceiling ceiling) {
    return books.spending().limit(ceiling, books.limits().ceilings());
  }
}
