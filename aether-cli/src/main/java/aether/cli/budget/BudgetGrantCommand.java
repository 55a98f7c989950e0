package aether.cli.budget;

import aether.config.Account;
import aether.event.Action;
import aether.event.Event;
import aether.message.Iso8601;
import aether.message.ProjectId;
import aether.observatory.ledger.Books;
import aether.observatory.pipeline.Ceiling;
import aether.observatory.pipeline.Ledger;
import aether.observatory.pipeline.Spending;
import aether.redis.write.RedisBus;
import aether.terminal.ConnectionOptions;
import aether.terminal.ExitCode;
import aether.terminal.Refusal;
import aether.terminal.Surroundings;
import aether.wire.Json;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code aether budget grant}: raises a Body's ceilings in dollars for a while. */
@Command(
    name = "grant",
    description = {
      "Let a Body of this host spend more for a while: its ceilings in dollars, and the host's as"
          + " far as it is concerned, are higher by that much. Runs are not granted.",
      "",
      "What waits goes on within a second. Every grant is audited on the bus."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  aether budget grant backend --usd 5",
      "  aether budget grant backend --usd 2.50 --for 90m"
    })
final class BudgetGrantCommand implements Callable<Integer> {
  private static final BigDecimal MOST = new BigDecimal(1_000);
  private static final Duration LONGEST = Duration.ofHours(24);
  private static final Pattern SPAN = Pattern.compile("([1-9][0-9]{0,3})([mh])");

  private final Surroundings around;

  @Mixin private final ConnectionOptions connection = new ConnectionOptions();

  @Parameters(paramLabel = "BODY", description = "A Body of this host.")
  private String body = "";

  @Option(
      names = "--usd",
      paramLabel = "USD",
      required = true,
      description = "US dollars, above 0, at most 1000.")
  private BigDecimal usd = BigDecimal.ZERO;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      defaultValue = "24h",
      description = "How long, such as 90m or 24h, at most 24h. Default: ${DEFAULT-VALUE}.")
  private String span = "";

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  BudgetGrantCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    if (usd.signum() <= 0 || usd.compareTo(MOST) > 0) {
      throw Refusal.usage("--usd is " + usd.toPlainString() + "; give more than 0, at most 1000");
    }
    Duration time = time();
    Books books = Books.of(around, body);
    Instant now = around.clock().instant();
    Instant until = now.plus(time);
    try (RedisBus bus = RedisBus.connect(connection.address(around, new Account.Operator()))) {
      Action action = new Action.GrantBudget(books.body(), usd);
      bus.journal().append(List.of(new Event.Operated(ProjectId.OPERATOR.value(), action, now)));
    }
    write(books, new Ledger.Granted(now, until, usd));
    around.streams().out().println(json ? json(books, until) : text(books, until));
    return ExitCode.OK.number();
  }

  private static void write(Books books, Ledger.Granted grant) {
    try {
      books.ledger().append(grant);
    } catch (Ledger.Unusable e) {
      throw Refusal.failed("not granted: " + e.getMessage());
    }
  }

  private String text(Books books, Instant until) {
    return "granted: '%s' may spend $%s more until %s"
        .formatted(books.body(), Spending.text(Ceiling.DAILY_USD, usd), Iso8601.format(until));
  }

  private String json(Books books, Instant until) {
    return Json.write(
        Json.object()
            .put("body", books.body().value())
            .put("usd", usd.toPlainString())
            .put("until", Iso8601.format(until)));
  }

  private Duration time() {
    Matcher matcher = SPAN.matcher(span);
    if (!matcher.matches()) {
      throw Refusal.usage("--for is '" + span + "'; give a time such as 90m or 24h");
    }
    int count = Integer.parseInt(matcher.group(1));
    Duration time =
        matcher.group(2).equals("m") ? Duration.ofMinutes(count) : Duration.ofHours(count);
    if (time.compareTo(LONGEST) > 0) {
      throw Refusal.usage("--for is " + span + "; a grant lasts at most 24h");
    }
    return time;
  }
}
